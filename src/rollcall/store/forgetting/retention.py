"""What has been kept for long enough: found, counted and, on another word, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select, true

from rollcall.config import StoreSettings
from rollcall.store.database import Database
from rollcall.store.database.schema import images, sightings
from rollcall.store.files.images import Images
from rollcall.store.forgetting.rules import Rule, days_before, delete_snapshots, rules_at

__all__ = ["Outdated", "Retention"]

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
    audit: int
    """Lines of the audit log."""
    over_cap: int
    """The oldest snapshots beyond the size that all pictures together may have, once the above are gone."""


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
        with self._database.read() as connection:
            rules = rules_at(connection, self._settings, now)
            snapshots_that_stay = ~(rules[0].outdated | rules[1].outdated)
            old, faded, forgotten, stale, noted = (_count(connection, rule) for rule in rules)
            excess = self._excess(connection) - sum(_bytes(connection, rule) for rule in rules[:2])
            over_cap = len(_oldest(connection, excess, snapshots_that_stay))
            return Outdated(old, faded, forgotten, stale, noted, over_cap)

    def apply(self, now: float) -> Outdated:
        """Delete what is outdated at the time ``now``, in short transactions, and return how much that was."""
        with self._database.read() as connection:
            rules = rules_at(connection, self._settings, now)
        old, faded, forgotten, stale, noted = (self._empty(rule) for rule in rules)
        return Outdated(old, faded, forgotten, stale, noted, self._cut_to_cap())

    def strangers_before(self, now: float) -> float:
        """Return the time before which strangers are outdated."""
        return days_before(now, self._settings.strangers_days)

    def _empty(self, rule: Rule) -> int:
        """Delete all that is outdated by one rule, batch by batch, and return how much it was."""
        batch = select(rule.table.c.id).where(rule.outdated).limit(_BATCH)
        return self._repeat(lambda connection: list(connection.execute(batch).scalars()), rule.delete)

    def _cut_to_cap(self) -> int:
        return self._repeat(
            lambda connection: _oldest(connection, self._excess(connection), true())[:_BATCH], delete_snapshots
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


def _count(connection: Connection, rule: Rule) -> int:
    query = select(func.count()).select_from(rule.table).where(rule.outdated)
    return int(connection.execute(query).scalar_one())


def _bytes(connection: Connection, rule: Rule) -> int:
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
