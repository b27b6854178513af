"""CRM Desktop: a small shop's customers in one file on one laptop."""

#: The one place that says it: the wheel, the packed program and the window take it from here.
__version__ = "1.0.0"
