"""The Birthdays tab."""
