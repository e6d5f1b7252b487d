"""The people of the gallery, their photos, and how both travel between stores."""
