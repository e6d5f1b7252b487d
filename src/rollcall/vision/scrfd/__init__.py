"""SCRFD face detectors: where their nets end, and what each end says."""
