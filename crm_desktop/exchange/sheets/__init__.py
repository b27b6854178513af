"""A sheet understood: where its table is, which field each column feeds, and its cells as values."""
