"""Rollcall tells a live camera's viewers who is in front of it."""

__version__ = "0.1.0"
