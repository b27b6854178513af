"""The Purchases tab: the list by day, the entry form, refunds."""
