"""The Today tab: what is due, and what came in by itself."""
