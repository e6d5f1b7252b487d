"""The program itself: its settings, whether it is well, its figures, and how long it keeps what."""
