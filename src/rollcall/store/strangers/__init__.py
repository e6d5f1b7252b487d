"""Who came without a name, and what users say of who was seen."""
