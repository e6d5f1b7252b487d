"""Labeled Faces in the Wild: its pairs told apart, and its mistaken labels."""
