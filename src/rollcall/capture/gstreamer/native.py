"""GStreamer's functions that run for every picture, called past PyGObject.

PyGObject reads the description of a function anew at each call, and a decoder leaves nothing of it in the caches: the
calls for one picture took 0.2 ms of processor time by PyGObject, and take half of it this way. What is called now and
then goes through ``gstreamer``.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_uint, c_uint64, c_void_p
from typing import Any

from rollcall.capture.gstreamer import Gst
from rollcall.errors import CaptureError

__all__ = [
    "BufferHead",
    "MapInfo",
    "ReferenceTimestamp",
    "address_of",
    "buffer_of",
    "caps_from_text",
    "caps_of",
    "int_of",
    "map_buffer",
    "reference",
    "reference_timestamp_of",
    "structure_of",
    "text_of",
    "try_pull",
    "unmap_buffer",
    "unreference",
]

_FILES = {"win32": "{}-1.0-0.dll", "darwin": "lib{}-1.0.0.dylib"}


class BufferHead(ctypes.Structure):
    """GstBuffer as far as it is read here, the same in all of GStreamer 1 (gstminiobject.h, gstbuffer.h)."""

    _fields_ = (
        ("type", c_size_t),
        ("refcount", c_int),
        ("lockstate", c_int),
        ("flags", c_uint),
        ("functions", c_void_p * 3),
        ("private_number", c_uint),
        ("private_pointer", c_void_p),
        ("pool", c_void_p),
        ("pts", c_uint64),
    )


class ReferenceTimestamp(ctypes.Structure):
    """GstReferenceTimestampMeta as far as it is read here (gstbuffer.h)."""

    _fields_ = (("flags", c_uint), ("info", c_void_p), ("reference", c_void_p), ("timestamp", c_uint64))


class MapInfo(ctypes.Structure):
    """GstMapInfo (gstmemory.h)."""

    _fields_ = (
        ("memory", c_void_p),
        ("flags", c_int),
        ("data", c_void_p),
        ("size", c_size_t),
        ("maxsize", c_size_t),
        ("user_data", c_void_p * 4),
        ("reserved", c_void_p * 4),
    )


def address_of(element: Gst.Element) -> int:
    """Return where an element lies in memory."""
    address = ctypes.pythonapi.PyCapsule_GetPointer
    address.restype, address.argtypes = c_void_p, [ctypes.py_object, c_char_p]
    return int(address(element.__gpointer__, None))


def _library(name: str) -> ctypes.CDLL:
    """Return one of GStreamer's libraries, which ``gi`` has loaded into the process already."""
    file = _FILES.get(sys.platform, "lib{}-1.0.so.0").format(name)
    try:
        return ctypes.CDLL(file)
    except OSError as error:
        raise CaptureError(
            f"GStreamer's library '{file}' cannot be loaded ({error}). Install GStreamer anew."
        ) from None


def _function(library: ctypes.CDLL, name: str, result: Any, *arguments: Any) -> Any:
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments
    return function


_core, _app = _library("gstreamer"), _library("gstapp")

try_pull = _function(_app, "gst_app_sink_try_pull_sample", c_void_p, c_void_p, c_uint64)
"""Sink, nanoseconds: the address of a sample, which the caller owns, or None."""
reference = _function(_core, "gst_mini_object_ref", c_void_p, c_void_p)
unreference = _function(_core, "gst_mini_object_unref", None, c_void_p)
buffer_of = _function(_core, "gst_sample_get_buffer", c_void_p, c_void_p)
caps_of = _function(_core, "gst_sample_get_caps", c_void_p, c_void_p)
"""Sample: its caps, which it owns."""
map_buffer = _function(_core, "gst_buffer_map", c_int, c_void_p, POINTER(MapInfo), c_int)
unmap_buffer = _function(_core, "gst_buffer_unmap", None, c_void_p, POINTER(MapInfo))
reference_timestamp_of = _function(
    _core, "gst_buffer_get_reference_timestamp_meta", POINTER(ReferenceTimestamp), c_void_p, c_void_p
)
"""Buffer, caps of the clock: a null pointer where there is none."""
caps_from_text = _function(_core, "gst_caps_from_string", c_void_p, c_char_p)
"""The address of caps, which the caller owns."""
structure_of = _function(_core, "gst_caps_get_structure", c_void_p, c_void_p, c_uint)
int_of = _function(_core, "gst_structure_get_int", c_int, c_void_p, c_char_p, POINTER(c_int))
text_of = _function(_core, "gst_structure_get_string", c_char_p, c_void_p, c_char_p)
"""Structure, name: the bytes of a string, or None."""
