"""From a frame to a scene: who is in one picture, and what it cost to tell."""
