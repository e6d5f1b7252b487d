"""What has been kept for long enough: found, counted and, on another word, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, true, update

from rollcall.config import StoreSettings
from rollcall.store.database import Database
from rollcall.store.database.schema import encounters, images, sightings, strangers
from rollcall.store.files.images import Images
from rollcall.store.strangers.strangers import delete_strangers

__all__ = ["Outdated", "Retention"]

_DAY = 86_400.0
_GIGABYTE = 1e9
# Rows deleted in one transaction: some 50 ms, which nobody notices who waits for a turn to write a sighting.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Outdated:
    """How much has been kept for long enough."""

    sightings: int
    snapshots: int
    """Those of sightings that stay."""
    strangers: int
    """Not seen since; ignored ones stay, since a face that is forgotten cannot be ignored."""
    encounters: int
    """Embeddings of strangers who stay."""
    over_cap: int
    """The oldest snapshots beyond the size that all pictures together may have, once the above are gone."""


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """Rows that have been kept for long enough, and how to delete some of them by number."""

    table: Table
    outdated: ColumnElement[bool]
    delete: Callable[[Connection, list[int]], list[str | None]]
    """Returns the names of the pictures that the rows showed."""


class Retention:
    """The rules of ``StoreSettings`` on how long things are kept. Photos of people are never touched."""

    def __init__(self, database: Database, images: Images, settings: StoreSettings) -> None:
        self._database = database
        self._images = images
        self._settings = settings

    def follow(self, settings: StoreSettings) -> None:
        """Keep things as long as ``settings`` say from now on."""
        self._settings = settings

    def find(self, now: float) -> Outdated:
        """Return what ``apply`` would delete at the time ``now``, and change nothing."""
        rules = self._rules(now)
        snapshots_that_stay = ~(rules[0].outdated | rules[1].outdated)
        with self._database.read() as connection:
            old, faded, forgotten, stale = (_count(connection, rule) for rule in rules)
            excess = self._excess(connection) - sum(_bytes(connection, rule) for rule in rules[:2])
            over_cap = len(_oldest(connection, excess, snapshots_that_stay))
            return Outdated(old, faded, forgotten, stale, over_cap)

    def apply(self, now: float) -> Outdated:
        """Delete what is outdated at the time ``now``, in short transactions, and return how much that was."""
        old, faded, forgotten, stale = (self._empty(rule) for rule in self._rules(now))
        return Outdated(old, faded, forgotten, stale, self._cut_to_cap())

    def strangers_before(self, now: float) -> float:
        """Return the time before which strangers are outdated."""
        return _before(now, self._settings.strangers_days)

    def _rules(self, now: float) -> tuple[_Rule, ...]:
        settings = self._settings
        old = sightings.c.end < _before(now, settings.sightings_days)
        faded = sightings.c.image.is_not(None) & (sightings.c.end < _before(now, settings.snapshots_days))
        before = self.strangers_before(now)
        forgotten = strangers.c.person.is_(None) & ~strangers.c.ignored & (strangers.c.last_seen < before)
        elsewhere = select(strangers.c.id).where(forgotten | strangers.c.ignored)
        unnamed = encounters.c.stranger.is_(None)
        stale = (encounters.c.time < before) & (unnamed | encounters.c.stranger.not_in(elsewhere))
        return (
            _Rule(sightings, old, _delete_sightings),
            _Rule(sightings, faded & ~old, _delete_snapshots),
            _Rule(strangers, forgotten, _delete_strangers),
            _Rule(encounters, stale, _delete_encounters),
        )

    def _empty(self, rule: _Rule) -> int:
        """Delete all that is outdated by one rule, batch by batch, and return how much it was."""
        batch = select(rule.table.c.id).where(rule.outdated).limit(_BATCH)
        return self._repeat(lambda connection: list(connection.execute(batch).scalars()), rule.delete)

    def _cut_to_cap(self) -> int:
        return self._repeat(
            lambda connection: _oldest(connection, self._excess(connection), true())[:_BATCH], _delete_snapshots
        )

    def _repeat(
        self, find: Callable[[Connection], list[int]], remove: Callable[[Connection, list[int]], list[str | None]]
    ) -> int:
        number = 0
        while True:
            with self._database.write() as transaction:
                ids = find(transaction.connection)
                self._images.drop_unused(transaction, remove(transaction.connection, ids) if ids else ())
            number += len(ids)
            if not ids:
                return number

    def _excess(self, connection: Connection) -> float:
        """Return by how many bytes all pictures together are more than the settings allow."""
        cap = self._settings.images_gigabytes
        if cap is None:
            return 0.0
        total = connection.execute(select(func.coalesce(func.sum(images.c.bytes), 0))).scalar_one()
        return float(total) - cap * _GIGABYTE


def _before(now: float, days: float | None) -> float:
    return float("-inf") if days is None else now - days * _DAY


def _count(connection: Connection, rule: _Rule) -> int:
    query = select(func.count()).select_from(rule.table).where(rule.outdated)
    return int(connection.execute(query).scalar_one())


def _bytes(connection: Connection, rule: _Rule) -> int:
    """Return the size of the pictures that only outdated rows of this rule show."""
    kept = select(rule.table.c.image).where(~rule.outdated, rule.table.c.image.is_not(None))
    shown = select(rule.table.c.image).where(rule.outdated)
    query = select(func.coalesce(func.sum(images.c.bytes), 0)).where(images.c.name.in_(shown.except_(kept)))
    return int(connection.execute(query).scalar_one())


def _oldest(connection: Connection, excess: float, which: ColumnElement[bool]) -> list[int]:
    """Return the oldest sightings with snapshots that take up ``excess`` bytes together."""
    if excess <= 0:
        return []
    found: list[int] = []
    shown = which & sightings.c.image.is_not(None)
    snapshots = select(sightings.c.id, images.c.bytes).join_from(sightings, images).where(shown)
    for number, size in connection.execute(snapshots.order_by(sightings.c.end, sightings.c.id)):
        if excess <= 0:
            break
        found.append(number)
        excess -= size
    return found


def _delete_sightings(connection: Connection, ids: list[int]) -> list[str | None]:
    which = sightings.c.id.in_(ids)
    pictures = list(connection.execute(select(sightings.c.image).where(which)).scalars())
    connection.execute(delete(sightings).where(which))
    return pictures


def _delete_strangers(connection: Connection, ids: list[int]) -> list[str | None]:
    delete_strangers(connection, ids)
    return []


def _delete_encounters(connection: Connection, ids: list[int]) -> list[str | None]:
    connection.execute(delete(encounters).where(encounters.c.id.in_(ids)))
    return []


def _delete_snapshots(connection: Connection, ids: list[int]) -> list[str | None]:
    which = sightings.c.id.in_(ids)
    pictures = list(connection.execute(select(sightings.c.image).where(which)).scalars())
    connection.execute(update(sightings).where(which).values(image=None))
    return pictures
