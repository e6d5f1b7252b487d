"""Tracks to people: gallery, evidence, decisions."""
