"""Faces over time to tracks. numpy only."""
