"""The parts that pages are made of. They know nothing of a shop's services, or as good as nothing."""
