"""From the faces of a track to a name, or to the reason why there is none."""
