"""GStreamer's memory as numpy arrays, without a copy."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollcall.capture.gstreamer import Gst

__all__ = ["memory_of"]

_MAP_READ = 1
"""GST_MAP_READ."""


def memory_of(buffer: Gst.Buffer) -> NDArray[np.uint8]:
    """Return the bytes of ``buffer``, (N,) uint8, not writable; the array keeps them alive.

    It is the memory itself, or a copy where its address cannot be had.
    """
    # PyGObject has no public way to the pointer, but shows it in the repr and gives the same one as the hash.
    address = hash(buffer)
    if f"{address:#x}" not in repr(buffer):
        return np.frombuffer(buffer.extract_dup(0, buffer.get_size()), np.uint8)
    return np.asarray(_Mapping(address))


class _MapInfo(ctypes.Structure):
    """GstMapInfo (gstmemory.h)."""

    _fields_ = (
        ("memory", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
        ("maxsize", ctypes.c_size_t),
        ("user_data", ctypes.c_void_p * 4),
        ("reserved", ctypes.c_void_p * 4),
    )


class _Mapping:
    """A buffer mapped for reading until nobody looks at it any more.

    PyGObject's own ``MapInfo.data`` is a copy: 1.2 ms for a picture of 1280x720.
    """

    def __init__(self, address: int) -> None:
        self._library = _library()
        self._buffer = self._library.gst_mini_object_ref(address)
        self._info = _MapInfo()
        if not self._library.gst_buffer_map(self._buffer, ctypes.byref(self._info), _MAP_READ):
            raise MemoryError("GStreamer could not map the memory of a buffer")

    @property
    def __array_interface__(self) -> dict[str, Any]:
        return {"version": 3, "shape": (self._info.size,), "typestr": "|u1", "data": (self._info.data or 0, True)}

    def __del__(self) -> None:
        if self._info.memory:
            self._library.gst_buffer_unmap(self._buffer, ctypes.byref(self._info))
        self._library.gst_mini_object_unref(self._buffer)


@cache
def _library() -> ctypes.CDLL:
    """Return libgstreamer, which ``gi`` has loaded into the process already."""
    names = {"win32": "gstreamer-1.0-0.dll", "darwin": "libgstreamer-1.0.0.dylib"}
    library = ctypes.CDLL(names.get(sys.platform, "libgstreamer-1.0.so.0"))
    library.gst_mini_object_ref.argtypes = [ctypes.c_void_p]
    library.gst_mini_object_ref.restype = ctypes.c_void_p
    library.gst_mini_object_unref.argtypes = [ctypes.c_void_p]
    library.gst_mini_object_unref.restype = None
    library.gst_buffer_map.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
    library.gst_buffer_map.restype = ctypes.c_int
    library.gst_buffer_unmap.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    library.gst_buffer_unmap.restype = None
    return library
