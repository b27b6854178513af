"""The Customers tab: the list, the panel beside it, filters and views."""
