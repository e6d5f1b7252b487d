"""Hours of the day and days of the week at which a rule holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from rollcall.config.alerts import Day

__all__ = ["falls_into"]

_DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def falls_into(when: datetime, hours: str, days: Collection[Day]) -> bool:
    """Return whether the local time ``when`` lies in ``hours`` (``22:00-06:00``) of one of ``days``.

    The end does not belong to it. A span past midnight belongs to the day that it begins on; one whose end is its
    beginning lasts a whole day.
    """
    begin, end = (_minutes(part) for part in hours.split("-"))
    now = when.hour * 60 + when.minute
    if begin < end:
        return begin <= now < end and _DAYS[when.weekday()] in days
    if now >= begin:
        return _DAYS[when.weekday()] in days
    return now < end and _DAYS[(when - timedelta(days=1)).weekday()] in days


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
