"""What a gallery says of itself: which photos spoil it, and the threshold that follows."""
