"""What must go: a person who is erased, and whatever has been kept for long enough."""
