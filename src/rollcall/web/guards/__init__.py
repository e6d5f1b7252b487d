"""What keeps requests within bounds: their size, how many are worked on at once, and what a browser may do."""
