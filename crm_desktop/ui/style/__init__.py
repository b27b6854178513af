"""How the window looks: themes, the colours and sizes they are made of, and icons that follow them."""
