"""What stands in the window's place while no shop is open: why not, its password, and what can be rescued."""
