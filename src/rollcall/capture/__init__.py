"""Cameras in, frames and encoded packets out. The only room that imports gi (GStreamer)."""
