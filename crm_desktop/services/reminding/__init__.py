"""Reminding: what is due now, what was told and what was answered."""
