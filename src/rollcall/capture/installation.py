"""What of GStreamer must be installed for cameras to work, and what of it is missing."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rollcall.capture.decoding.codecs import CODECS
from rollcall.capture.gstreamer import Gst, has_element

__all__ = ["NEEDED_ELEMENTS", "gstreamer_version", "missing_elements"]

_WEBCAM = {"linux": ("v4l2src",), "win32": ("mfvideosrc",), "darwin": ("avfvideosrc",)}

NEEDED_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "libgstreamer1.0-0": ("capsfilter", "filesrc", "identity", "tee"),
    "gstreamer1.0-plugins-base": ("appsink", "appsrc", "decodebin", "parsebin", "videoconvert", "videotestsrc"),
    "gstreamer1.0-plugins-good": (
        "rtspsrc",
        *(codec.depayloader for codec in CODECS.values()),
        "souphttpsrc",
        "multipartdemux",
        "matroskademux",
        "videoflip",
        *_WEBCAM.get(sys.platform, ()),
    ),
    "gstreamer1.0-plugins-bad": tuple(codec.parser for codec in CODECS.values() if codec.parser != "identity"),
}
"""By the Debian package that brings them. Decoders are another matter: see ``decoder_trial``."""


def gstreamer_version() -> str:
    """Return the version at work, such as ``1.22.0``."""
    return ".".join(str(part) for part in Gst.version()[:3])


def missing_elements() -> Mapping[str, tuple[str, ...]]:
    """Return what is missing, by the Debian package that brings it; nothing where all is there."""
    missing = {
        package: tuple(name for name in names if not has_element(name)) for package, names in NEEDED_ELEMENTS.items()
    }
    return {package: names for package, names in missing.items() if names}
