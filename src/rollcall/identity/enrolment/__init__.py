"""From photos to people of the gallery."""
