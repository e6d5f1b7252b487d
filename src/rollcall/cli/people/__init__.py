"""Commands for the gallery: people, their photos, and how well they can be told apart."""
