"""GStreamer, loaded once: the door through which this room speaks ``gi``."""

from __future__ import annotations

import ctypes
import logging
import sys

from rollcall.errors import CaptureError

__all__ = ["GLib", "Gst", "GstApp", "GstRtsp", "has_element", "make"]

_log = logging.getLogger(__name__)

_LIBRARIES = ("GStreamer", "GLib", "GLib-GObject", "GLib-GIO")

if sys.platform == "linux":
    # GStreamer brings libunwind into the process, whose functions have the names of the compiler's own. Exceptions in
    # C++ libraries loaded later (OpenVINO, onnx) would be unwound half by the one and half by the other, and crash.
    # The compiler's library, made global first, is the one that all of them find.
    ctypes.CDLL("libgcc_s.so.1", mode=ctypes.RTLD_GLOBAL)

try:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstApp", "1.0")
    gi.require_version("GstRtsp", "1.0")
    from gi.repository import GLib, Gst, GstApp, GstRtsp
except (ImportError, ValueError) as error:
    raise CaptureError(
        f"GStreamer or its Python binding is missing ({error}). On Linux './run' installs it; "
        "on Windows and macOS 'pip install rollcall[gstreamer]' does."
    ) from None

Gst.init(None)


def _told(library: str | None, _level: GLib.LogLevelFlags, message: str, _data: None) -> None:
    _log.debug("%s: %s", library, message)


# What these libraries complain of is their own doing (a connection that breaks off in mid-event makes GStreamer 1.22
# break its own rules); on standard error it would stand between the lines of a log that programs read.
for _library in _LIBRARIES:
    GLib.log_set_handler(_library, GLib.LogLevelFlags.LEVEL_CRITICAL | GLib.LogLevelFlags.LEVEL_WARNING, _told, None)


def has_element(name: str) -> bool:
    """Return whether this installation of GStreamer has the element ``name``."""
    return Gst.ElementFactory.find(name) is not None


def make(name: str, **properties: object) -> Gst.Element:
    """Return a new element, with underscores in the names of ``properties`` for hyphens.

    Raises CaptureError where the element's plugin is not installed.
    """
    element = Gst.ElementFactory.make(name)
    if element is None:
        raise CaptureError(f"GStreamer's element '{name}' is missing. Install its plugins: './run' does so on Debian.")
    for property_name, value in properties.items():
        # By its written form, so that enumerations and flags can be given by name.
        Gst.util_set_object_arg(element, property_name.replace("_", "-"), str(value))
    return element
