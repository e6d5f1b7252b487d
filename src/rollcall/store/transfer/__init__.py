"""What leaves a store in a file and comes back: the whole as a backup, its people as JSON."""
