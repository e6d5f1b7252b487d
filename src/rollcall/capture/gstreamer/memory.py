"""GStreamer's memory as numpy arrays, without a copy."""

from __future__ import annotations

from ctypes import byref
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rollcall.capture.gstreamer.native import MapInfo, map_buffer, unmap_buffer

__all__ = ["Layout", "Mapping", "array_of"]

_READ = 1
"""GST_MAP_READ."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the bytes of an array lie in memory."""

    shape: tuple[int, ...]
    strides: tuple[int, ...]
    """Bytes from one element to the next, for each dimension."""

    @property
    def extent(self) -> int:
        """Bytes from the first to the last."""
        return 1 + sum(stride * (count - 1) for stride, count in zip(self.strides, self.shape, strict=True))


class Mapping:
    """A buffer mapped for reading for as long as this lives."""

    _unmap = unmap_buffer

    def __init__(self, owner: object, buffer: int) -> None:
        """``owner`` keeps the buffer at the address ``buffer`` alive.

        Raises MemoryError where GStreamer cannot map it.
        """
        self._owner = owner
        self._buffer = buffer
        self.info = MapInfo()
        if not map_buffer(buffer, byref(self.info), _READ):
            raise MemoryError("GStreamer could not map the memory of a buffer")

    def __del__(self) -> None:
        if self.info.memory:
            self._unmap(self._buffer, byref(self.info))


class _Array:
    """What numpy asks for an array's memory, and keeps."""

    def __init__(self, mapping: Mapping, layout: Layout) -> None:
        self._mapping = mapping
        data = (mapping.info.data, True)
        self.__array_interface__: dict[str, Any] = {
            "version": 3,
            "typestr": "|u1",
            "shape": layout.shape,
            "strides": layout.strides,
            "data": data,
        }


def array_of(mapping: Mapping, layout: Layout) -> NDArray[np.uint8]:
    """Return the mapped bytes as an array, uint8, of the shape of ``layout``, not writable; it keeps them alive.

    Raises ValueError where there are fewer.
    """
    if mapping.info.size < layout.extent:
        raise ValueError(f"A buffer of {mapping.info.size} bytes holds no {layout.shape}.")
    return np.asarray(_Array(mapping, layout))
