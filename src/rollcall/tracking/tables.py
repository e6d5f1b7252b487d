"""Tables: dataclasses whose fields are arrays, or tables again, with one row a track or a face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rows", "join", "put", "take"]

Rows = NDArray[np.intp] | NDArray[np.bool_]
"""Which rows: their places, or one truth value a row."""

_Table = TypeVar("_Table")


def take(table: _Table, rows: Rows) -> _Table:
    """Return a new table of the chosen rows."""
    return type(table)(*(part[rows] if isinstance(part, np.ndarray) else take(part, rows) for part in _parts(table)))


def join(first: _Table, second: _Table) -> _Table:
    """Return a new table of the rows of both."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return type(first)(*(np.concatenate(pair) if isinstance(pair[0], np.ndarray) else join(*pair) for pair in pairs))


def put(table: _Table, rows: Rows, values: _Table) -> None:
    """Write ``values`` over the chosen rows of ``table``, in place."""
    for part, written in zip(_parts(table), _parts(values), strict=True):
        if isinstance(part, np.ndarray):
            part[rows] = written
        else:
            put(part, rows, written)


def _parts(table: Any) -> Iterator[Any]:
    # dataclasses.fields() makes a tuple of objects each time, which shows in a tracker of microseconds.
    return (getattr(table, name) for name in table.__dataclass_fields__)
