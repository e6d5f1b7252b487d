"""Cameras of the local network, found without knowing their addresses."""
