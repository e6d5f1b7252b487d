"""What shows a face, sealed where there is a key."""
