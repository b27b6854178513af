"""The History tab: changes to be undone, and what was told of reminders."""
