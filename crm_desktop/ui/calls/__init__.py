"""Who is calling: a card in the corner of the screen while the telephone rings."""
