"""An index in a file, so that a start need not sketch everything anew.

The file is a row of frames: 4 bytes of length, 4 bytes of CRC-32, and that many bytes as ``seal`` made them. The first
frame is a header in JSON, then follow the ids, the rows in float16, and the sketches, each in as many frames as needed.
Whatever is wrong with a file, the index can be built again: it is a copy of what the database holds.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rollcall.identity.index.sketches import Sketches
from rollcall.identity.index.table import VectorTable
from rollcall.identity.index.vector_index import VectorIndex
from rollcall.identity.metric import Metric

__all__ = ["DamagedIndexError", "load_index", "save_index"]

Seal: TypeAlias = Callable[[bytes], bytes]
"""Encrypts or decrypts a frame."""

_FORM = 1
_FRAME = 16 * 1024 * 1024


class DamagedIndexError(Exception):
    """A file holds no index that can be read: build it again."""


def save_index(index: VectorIndex, file: BinaryIO, seal: Seal = bytes) -> None:
    """Write ``index`` to ``file``; searches go on meanwhile, changes of the index must not."""
    table, sketches = index.table, index.sketches
    header = {"form": _FORM, "size": index.size, "metric": index.metric.value, "count": len(index)}
    header["pieces"] = 0 if sketches is None else len(sketches.typical_pieces())
    header["blocks"] = 0 if sketches is None else len(sketches.blocks())
    _write_frame(file, json.dumps(header).encode(), seal)
    parts: list[NDArray[Any]] = [table.ids, table.halves]
    if sketches is not None:
        parts += [sketches.typical_pieces(), sketches.blocks()]
    for part in parts:
        memory = part.reshape(-1).view(np.uint8)
        for first in range(0, len(memory), _FRAME):
            _write_frame(file, memory[first : first + _FRAME].tobytes(), seal)


def load_index(file: BinaryIO, unseal: Seal = bytes, *, exact_limit: int | None = None) -> VectorIndex:
    """Return the index that ``save_index`` wrote.

    Raises:
        DamagedIndexError: the file is cut short, changed, or of another form.

    """
    frames = _frames(file, unseal)
    header = _header(frames)
    count, size, metric = header["count"], header["size"], Metric(header["metric"])
    index = VectorIndex(size, metric) if exact_limit is None else VectorIndex(size, metric, exact_limit=exact_limit)
    ids = _array(frames, count, np.dtype(np.int64))
    table = VectorTable(size, metric)
    table.reserve(count)
    for rows in _rows(frames, count, size):
        table.append_halves(ids[len(table) : len(table) + len(rows)], rows)
    sketches = None
    if header["pieces"]:
        sketches = Sketches(size, metric)
        pieces = _array(frames, header["pieces"], np.dtype(np.float32))
        sketches.restore(pieces, _array(frames, header["blocks"], np.dtype(np.uint8)), count)
    index.adopt(table, sketches)
    return index


def _header(frames: Iterator[bytes]) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads(next(frames))
    except (ValueError, StopIteration):
        raise DamagedIndexError("the file is no index") from None
    if header.get("form") != _FORM:
        raise DamagedIndexError("the file is an index of another version")
    return header


def _write_frame(file: BinaryIO, data: bytes, seal: Seal) -> None:
    sealed = seal(data)
    file.write(len(sealed).to_bytes(4, "little") + zlib.crc32(sealed).to_bytes(4, "little"))
    file.write(sealed)


def _frames(file: BinaryIO, unseal: Seal) -> Iterator[bytes]:
    while head := file.read(8):
        length, check = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:], "little")
        # A frame is little more than _FRAME; a longer one is damage, and must not ask for gigabytes of memory.
        sealed = file.read(length) if length <= 2 * _FRAME else b""
        if len(sealed) != length or zlib.crc32(sealed) != check:
            raise DamagedIndexError("a part of the file is damaged")
        yield unseal(sealed)


def _array(frames: Iterator[bytes], count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the next ``count`` numbers."""
    return np.frombuffer(b"".join(_take(frames, count * dtype.itemsize)), dtype)


def _rows(frames: Iterator[bytes], count: int, size: int) -> Iterator[NDArray[np.float16]]:
    """Return the next ``count`` rows frame by frame; a row may begin in one frame and end in the next."""
    rest = b""
    for frame in _take(frames, count * size * 2):
        data = rest + frame
        whole = len(data) // (size * 2) * size * 2
        yield np.frombuffer(data[:whole], np.float16).reshape(-1, size)
        rest = data[whole:]


def _take(frames: Iterator[bytes], length: int) -> Iterator[bytes]:
    """Return frames of ``length`` bytes together."""
    while length > 0:
        frame = next(frames, None)
        if frame is None or len(frame) > length:
            raise DamagedIndexError("the file is cut short")
        length -= len(frame)
        yield frame
