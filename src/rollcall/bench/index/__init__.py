"""Search among very many faces."""
