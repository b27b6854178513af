"""The rules of reminding: what falls due on a day, which announcement of it, and at what times it is told."""
