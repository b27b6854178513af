"""What goes on without a window: the tray, the minute's tick, files that are watched and written, notifications."""
