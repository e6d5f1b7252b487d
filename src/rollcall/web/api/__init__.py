"""The addresses, one room a subject, one module a noun; nearly all are under /api/v1."""
