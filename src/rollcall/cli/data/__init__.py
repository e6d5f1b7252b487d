"""Commands for what is kept: backup, restore, retention, encryption, sightings, and who may sign in."""
