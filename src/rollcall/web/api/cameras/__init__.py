"""Cameras: what they do now, adding and changing them, and finding them in the network."""
