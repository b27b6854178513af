"""The window, and what goes on without one. Qt is here and nowhere else.

`main_window` holds the tabs, `open_shop` what lives as long as a shop is open, `shops` which one that is; the program
around them is `crm_desktop.app`.

- `tabs/`, a folder each; `dialogs/`, over any of them; `printing/`; `help/`; `first_start/` (doors and tips);
- `opening/`: in the window's place while no shop is open; `locking/`: while it is locked;
- `corner/`: the card that reminders (`reminders/`) and callers (`calls/`) are told on;
- `background/`: tray, ticker, notifications, the watched folder, what goes on while nobody looks;
- `widgets/`: the parts that pages are made of; `plumbing/`: what they all share (actions, jobs, theme, memory).
"""
