"""The tracks that are remembered, and what can happen to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Track
from rollcall.tracking.appearance import Appearance, begin_appearance, blend, learn, unknown
from rollcall.tracking.motion import Floats, Motion, begin_motion, box_velocity, correct, nowhere
from rollcall.tracking.observations import Observations
from rollcall.tracking.tables import Rows, put, take

__all__ = ["NO_NUMBER", "Memory", "Numbers", "begun", "confused", "followed", "merged", "parted", "tell"]

NO_NUMBER = 0
"""Of a track whose face is not believed yet."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """A table of tracks."""

    number: Numbers
    face: NDArray[np.object_]
    """Newest ``Face``."""
    first_seen: Floats
    hits: NDArray[np.int64]
    confusion: Floats
    """Chance that motion has taken somebody else for this person since the newest embedding."""
    motion: Motion
    appearance: Appearance

    def __len__(self) -> int:
        return len(self.number)


def begun(time: float, seen: Observations, numbers: Numbers) -> Memory:
    """Return the tracks of faces that are seen for the first time."""
    count = len(numbers)
    return Memory(
        number=numbers,
        face=seen.face,
        first_seen=np.full(count, time),
        hits=np.ones(count, np.int64),
        confusion=np.where(seen.looks.clarity > 0, 0.0, 1.0),
        motion=begin_motion(np.full(count, time), seen.measured),
        appearance=begin_appearance(time, seen.looks),
    )


def followed(
    tracks: Memory, expected: Motion, seen: Observations, *, lead: Floats, by_motion: Floats, by_appearance: Floats
) -> Memory:
    """Return the tracks after their faces were seen once more, row by row.

    ``lead``: how surely those are theirs. ``by_motion`` and ``by_appearance``: what speaks for it.
    """
    motion = correct(expected, seen.measured)
    # Who is where no motion explains has not moved there at a speed worth remembering.
    jumped = by_motion < 0
    put(motion, jumped, take(begin_motion(expected.time, seen.measured), jumped))
    return replace(
        tracks,
        face=seen.face,
        hits=tracks.hits + 1,
        confusion=np.where(seen.looks.clarity > 0, 0.0, confused(tracks.confusion, lead)),
        motion=motion,
        appearance=learn(tracks.appearance, expected.time, seen.looks, by_appearance),
    )


def confused(confusion: Floats, lead: Floats) -> Floats:
    """Return the chance that tracks are confused after an assignment ahead by ``lead`` nats of the next best."""
    chance: Floats = 1 - (1 - confusion) / (1 + np.exp(-lead))
    return chance


def parted(tracks: Memory, numbers: Numbers) -> tuple[Memory, Memory]:
    """Return those who had the tracks so far and are away now, and the ``numbers`` that go on in their places."""
    motion = tracks.motion
    # They were last seen just before their successors were first, and nobody knows where they went.
    just_before = replace(nowhere(motion), time=np.nextafter(motion.time, -np.inf))
    away = replace(tracks, motion=just_before, appearance=replace(tracks.appearance, suspicion=np.zeros(len(tracks))))
    successors = replace(
        tracks,
        number=numbers,
        first_seen=motion.time,
        hits=np.ones_like(tracks.hits),
        confusion=np.ones(len(tracks)),
        appearance=unknown(len(tracks), tracks.appearance.template.shape[1]),
    )
    return away, successors


def merged(old: Memory, new: Memory) -> Memory:
    """Return tracks of which ``new`` turned out to go on with ``old``, row by row."""
    return replace(
        new,
        number=old.number,
        first_seen=old.first_seen,
        hits=old.hits + new.hits,
        appearance=blend(old.appearance, new.appearance),
    )


def tell(memory: Memory, rows: Rows) -> tuple[Track, ...]:
    """Return the numbered tracks among ``rows``, in the order of their numbers."""
    chosen = take(memory, rows)
    velocities = box_velocity(chosen.motion)
    return tuple(
        Track(
            number=int(chosen.number[row]),
            face=chosen.face[row],
            first_seen=float(chosen.first_seen[row]),
            last_seen=float(chosen.motion.time[row]),
            hits=int(chosen.hits[row]),
            velocity=velocities[row],
        )
        for row in np.argsort(chosen.number, kind="stable").tolist()
        if chosen.number[row] != NO_NUMBER
    )
