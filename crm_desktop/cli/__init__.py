"""The command line: each command parses its words, calls one service, and prints."""

from crm_desktop.cli.answering import main

__all__ = ["main"]
