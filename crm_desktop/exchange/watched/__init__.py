"""The watched folder: what other programs put there comes in by itself."""
