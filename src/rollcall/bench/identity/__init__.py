"""Known people told from strangers: by photos, tracks and films."""
