"""People whom nobody has named, while the system runs."""
