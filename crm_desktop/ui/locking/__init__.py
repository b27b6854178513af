"""The open shop locked: all windows out of sight, one that asks for the password in their place."""
