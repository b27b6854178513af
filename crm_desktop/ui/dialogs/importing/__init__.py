"""The import page: files dropped or chosen, or cells pasted; what every row becomes is seen before it is written."""
