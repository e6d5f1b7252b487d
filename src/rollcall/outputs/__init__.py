"""The ways out besides the web."""
