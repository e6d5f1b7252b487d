"""The whole system at work, measured: from a camera's picture to a name on a page."""
