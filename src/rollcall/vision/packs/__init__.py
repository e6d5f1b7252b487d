"""Model packs: which there are, where they lie, how they come here, and which one is taken."""
