"""Cameras that fail on purpose, and how capture fares with them."""
