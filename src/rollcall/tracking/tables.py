"""Tables: dataclasses whose fields are arrays, or tables again, with one row a track."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rows", "join", "put", "take"]

Rows = NDArray[np.intp] | NDArray[np.bool_]
"""Which rows: their places, or one truth value a row."""

_Table = TypeVar("_Table")


def take(table: _Table, rows: Rows) -> _Table:
    """Return a new table of the chosen rows."""
    return type(table)(*(take(part, rows) if is_dataclass(part) else part[rows] for part in _parts(table)))


def join(first: _Table, second: _Table) -> _Table:
    """Return a new table of the rows of both."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return type(first)(*(join(*pair) if is_dataclass(pair[0]) else np.concatenate(pair) for pair in pairs))


def put(table: _Table, rows: Rows, values: _Table) -> None:
    """Write ``values`` over the chosen rows of ``table``, in place."""
    for part, written in zip(_parts(table), _parts(values), strict=True):
        if is_dataclass(part):
            put(part, rows, written)
        else:
            part[rows] = written


def _parts(table: Any) -> list[Any]:
    return [getattr(table, each.name) for each in fields(table)]
