"""Values for queries that take only so many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

__all__ = ["batches"]

Value = TypeVar("Value")
_BATCH = 5000
"""Parameters of one query; databases allow some ten thousand."""


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Return the values in lists that are short enough for the parameters of one query."""
    everything = list(values)
    return (everything[start : start + _BATCH] for start in range(0, len(everything), _BATCH))
