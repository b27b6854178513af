"""A card in the corner of the screen, which never takes the keyboard: reminders and callers are told on one."""
