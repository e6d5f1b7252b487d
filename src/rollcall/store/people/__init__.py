"""The people of the gallery, their photos, and what these look like to a model."""
