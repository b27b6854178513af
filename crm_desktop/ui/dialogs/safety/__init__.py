"""What keeps the shop safe, to be seen and changed: its password, its copies, its file."""
