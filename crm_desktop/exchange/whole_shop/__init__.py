"""The whole shop in one file: written, known again, and read back."""
