"""What cameras send, and what decodes it here."""
