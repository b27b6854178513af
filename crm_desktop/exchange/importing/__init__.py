"""Bringing a file in: planned row by row, shown, then written as one change."""
