"""Who was seen, named or not, as it happens and afterwards, and what users say of it."""
