"""What the computer opens with this program, where she wants that: links to telephone numbers, shop files."""
