"""People nobody has named, told apart and recognised again."""
