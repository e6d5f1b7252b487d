"""People and their photos, questions about pictures of them, and how well they can be told apart."""
