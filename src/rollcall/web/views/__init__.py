"""The values that several addresses show, and the words among them by code."""
