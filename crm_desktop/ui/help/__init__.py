"""The help: its texts lie in resources/help, a file a page and language; here they are read, searched and shown."""
