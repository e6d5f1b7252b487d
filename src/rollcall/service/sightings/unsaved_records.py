"""What the store could not take, kept in memory until it can: a disk that is full, or read-only."""

from __future__ import annotations

from dataclasses import replace

from rollcall.service.sightings.record import Losses, Record, StayKey

__all__ = ["UnsavedRecords"]

_MOST = 1000
"""Sightings; a day of a busy door. Beyond it the oldest are given up."""
_MOST_PICTURES = 100
"""Of these, the newest, with their snapshots: a face near the camera takes a megabyte."""


class UnsavedRecords:
    """The newest record of each stay that waits, the stays in the order in which they last changed; for one thread."""

    def __init__(self) -> None:
        self._kept: dict[StayKey, Record] = {}
        self.lost = Losses()

    @property
    def all(self) -> tuple[Record, ...]:
        """Every record, the oldest first."""
        return tuple(self._kept.values())

    def __contains__(self, key: StayKey) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, record: Record) -> StayKey | None:
        """Keep a record in place of an older one of the stay; return the stay that was given up for it, if any."""
        if self._kept.get(record.key) is record:
            return None
        # The newest last, also of a stay that waits already.
        self._kept.pop(record.key, None)
        self._kept[record.key] = record
        waiting = tuple(self._kept)
        if len(waiting) > _MOST_PICTURES:
            self._give_up_picture(waiting[-1 - _MOST_PICTURES])
        if len(waiting) <= _MOST:
            return None
        del self._kept[waiting[0]]
        self.lost += Losses(changes=1)
        return waiting[0]

    def discard(self, key: StayKey) -> None:
        """Keep nothing more of a stay; one that does not wait is no error."""
        self._kept.pop(key, None)

    def rename_camera(self, old: str, new: str) -> None:
        """Keep under ``new`` what was seen by the camera ``old``."""
        for key, record in self._kept.items():
            if key[0] == old:
                self._kept[key] = replace(record, sighting=replace(record.sighting, camera=new))

    def _give_up_picture(self, key: StayKey) -> None:
        if self._kept[key].sighting.snapshot is not None:
            self._kept[key] = self._kept[key].without_picture()
            self.lost += Losses(pictures=1)
