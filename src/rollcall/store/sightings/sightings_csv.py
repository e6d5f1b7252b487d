"""Sightings as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from rollcall.store.records import SightingFilter, SightingRecord
from rollcall.store.sightings.sightings import Sightings

__all__ = ["sightings_csv"]

_COLUMNS = ("id", "camera", "name", "person", "stranger", "start", "end", "seconds", "score", "reason", "picture")
_PAGE = 1000
# A spreadsheet takes a cell that begins so for a formula and runs it (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sightings_csv(sightings: Sightings, where: SightingFilter) -> Iterator[str]:
    """Give the lines of a CSV file, its head first, then the sightings that match, the latest first.

    Times are local, as ISO 8601 with their offset. A text that a spreadsheet would take for a formula begins with an
    apostrophe.
    """
    yield _line(_COLUMNS)
    after: str | None = None
    while True:
        page = sightings.page(where, limit=_PAGE, after=after)
        for record in page.items:
            yield _line(_cells(record))
        if page.next is None:
            return
        after = page.next


def _cells(record: SightingRecord) -> tuple[object, ...]:
    return (
        record.id,
        _text(record.camera),
        _text(record.name or ""),
        record.person or "",
        "" if record.stranger is None else record.stranger,
        _time(record.start),
        _time(record.end),
        f"{record.end - record.start:.1f}",
        "" if record.score is None else f"{record.score:.4f}",
        _text(record.reason),
        record.image or "",
    )


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="milliseconds")


def _line(cells: tuple[object, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
