"""The rules of the trade: pure functions of what they are given, the day among it; no Qt, no database, no files."""
