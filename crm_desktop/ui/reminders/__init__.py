"""The popup that tells what is due, and when it comes."""
