"""From scenes to sightings: written down, told of, and corrected by users."""
