"""Where video comes from, a module a kind of source."""
