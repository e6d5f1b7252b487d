"""Which rows have been kept for long enough, and how some of them are deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from rollcall.config import StoreSettings
from rollcall.store.database.schema import audit, encounters, sightings, strangers
from rollcall.store.strangers.strangers import delete_strangers

__all__ = ["Rule", "days_before", "delete_snapshots", "rules_at"]

_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Rows that have been kept for long enough, and how to delete some of them by number."""

    table: Table
    outdated: ColumnElement[bool]
    delete: Callable[[Connection, list[int]], list[str | None]]
    """Returns the names of the pictures that the rows showed."""


def rules_at(connection: Connection, settings: StoreSettings, now: float) -> tuple[Rule, ...]:
    """Return the rules of ``settings`` for sightings, snapshots, strangers, encounters and lines of the audit log."""
    end, number = sightings.c.end, sightings.c.id
    before = days_before(now, settings.strangers_days)
    old = _outdated(connection, end, number, days_before(now, settings.sightings_days), now)
    faded = _outdated(connection, end, number, days_before(now, settings.snapshots_days), now)
    forgotten = strangers.c.person.is_(None) & ~strangers.c.ignored & _not_seen_since(connection, before, now)
    elsewhere = select(strangers.c.id).where(forgotten | strangers.c.ignored)
    unnamed = encounters.c.stranger.is_(None) | encounters.c.stranger.not_in(elsewhere)
    stale = _outdated(connection, encounters.c.time, encounters.c.id, before, now) & unnamed
    noted = _outdated(connection, audit.c.time, audit.c.id, days_before(now, settings.audit_days), now)
    return (
        Rule(sightings, old, _delete_sightings),
        Rule(sightings, sightings.c.image.is_not(None) & faded & ~old, delete_snapshots),
        Rule(strangers, forgotten, _delete_strangers),
        Rule(encounters, stale, _delete_from(encounters)),
        Rule(audit, noted, _delete_from(audit)),
    )


def days_before(now: float, days: float | None) -> float:
    """Return the time before which all is outdated; ``days``: None for never."""
    return float("-inf") if days is None else now - days * _DAY


def _outdated(
    connection: Connection, time: ColumnElement[float], number: ColumnElement[int], before: float, now: float
) -> ColumnElement[bool]:
    """Return which rows are from ``before``.

    One that bears a time ahead of the clock, since the clock was wrong, goes with what was written after it.
    """
    ahead = time > now + _DAY
    if connection.execute(select(number).where(ahead).limit(1)).first() is None:
        return time < before
    newest = connection.execute(select(func.max(number)).where(time < before)).scalar()
    return (time < before) | (ahead & (number < (newest or 0)))


def _not_seen_since(connection: Connection, before: float, now: float) -> ColumnElement[bool]:
    ahead = strangers.c.last_seen > now + _DAY
    if connection.execute(select(strangers.c.id).where(ahead).limit(1)).first() is None:
        return strangers.c.last_seen < before
    newest = connection.execute(select(func.max(sightings.c.id)).where(sightings.c.end < before)).scalar()
    later = select(sightings.c.id).where(sightings.c.stranger == strangers.c.id, sightings.c.id > (newest or 0))
    return (strangers.c.last_seen < before) | (ahead & ~later.exists())


def _delete_sightings(connection: Connection, ids: list[int]) -> list[str | None]:
    pictures = _pictures(connection, ids)
    connection.execute(delete(sightings).where(sightings.c.id.in_(ids)))
    return pictures


def delete_snapshots(connection: Connection, ids: list[int]) -> list[str | None]:
    """Take the pictures off sightings; return the names of these pictures."""
    pictures = _pictures(connection, ids)
    connection.execute(update(sightings).where(sightings.c.id.in_(ids)).values(image=None))
    return pictures


def _pictures(connection: Connection, ids: list[int]) -> list[str | None]:
    return list(connection.execute(select(sightings.c.image).where(sightings.c.id.in_(ids))).scalars())


def _delete_strangers(connection: Connection, ids: list[int]) -> list[str | None]:
    delete_strangers(connection, ids)
    return []


def _delete_from(table: Table) -> Callable[[Connection, list[int]], list[str | None]]:
    def delete_rows(connection: Connection, ids: list[int]) -> list[str | None]:
        connection.execute(delete(table).where(table.c.id.in_(ids)))
        return []

    return delete_rows
