"""Pictures of the program, taken of the real window: of everything, to be looked at; for the help; for the README.

`make screenshots` takes all of them, and nobody makes one by hand. Those of the help and the README show a day that
never changes, so they change only when the program does.
"""
