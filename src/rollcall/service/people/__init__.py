"""The people of the gallery while the system runs: enrolled, changed, found in pictures, measured."""
