"""The people of a file: read, recognised in the shop, and written."""
