"""GStreamer as this room speaks it: loaded once, its elements, its memory and its samples as values."""

from rollcall.capture.gstreamer.library import GLib, Gst, GstApp, GstRtsp, has_element, make

__all__ = ["GLib", "Gst", "GstApp", "GstRtsp", "has_element", "make"]
