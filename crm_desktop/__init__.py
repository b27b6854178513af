"""CRM Desktop: a small shop's customers in one file on one laptop."""

__version__ = "0.1.0"
