"""Faces over time to tracks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rollcall.config.tracking import TrackingSettings
from rollcall.model import Face, Track
from rollcall.tracking.appearance import clarity_of, unknown, would_tell
from rollcall.tracking.assignment import Pairs, assign
from rollcall.tracking.log_ratio import (
    JUMP_LOG_RATIO,
    is_cut,
    looks_log_ratio,
    motion_log_ratio,
    survival_log_ratio,
)
from rollcall.tracking.memory import NO_NUMBER, Numbers, begun, confused, followed, merged, parted, tell
from rollcall.tracking.motion import Floats, Motion, nowhere, predict, sides
from rollcall.tracking.observations import Observations, observe, unclaimed
from rollcall.tracking.reunion import find_reunions, rows_apart
from rollcall.tracking.tables import join, put, take

__all__ = ["Proposal", "Tracker"]

_SURE_SCORE = 0.8
"""A detector this sure of a face is believed at once, where the face was embedded too, so that everybody known has been
thought of; else when it finds the face again."""
_TENTATIVE_SECONDS = 1.0
"""How long a face that is not believed yet is waited for."""
_CONFUSION = 0.02
"""Chance of having taken one for another from which it is worth an embedding to look."""
_SUSPICION = 10.0
"""Nats against being the same person that part a track in two: three faces that are nothing like it."""
_MOST_TRACKS = 1000
"""Beyond this many the longest unseen are forgotten early, so that no crowd can fill the memory."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which track a face belongs to by its place alone."""

    number: int | None
    """The track's number; None for a face of no known track."""
    doubtful: bool
    """Whether an embedding would help: its place cannot tell, or too little is known of what the track looks like."""


class Tracker:
    """Follows the faces of one camera. Remembers them, so it serves one camera and one thread.

    Each face goes to the track for which most speaks: by its place, by its look where that is known of both, and by
    how likely the track's person is there at all. A face for which nothing speaks begins a track.
    """

    def __init__(self, settings: TrackingSettings, *, stranger_distance: float | None = None) -> None:
        """``stranger_distance``: usual Euclidean distance of two strangers' embeddings; None: cosines are compared."""
        self._memory_seconds = settings.memory_seconds
        self._stranger_distance = stranger_distance
        self._time = -np.inf
        self._next_number = 1
        self._memory = begun(0.0, observe((), 0), np.zeros(0, np.int64))
        self._lost: frozenset[int] = frozenset()
        self._joined: dict[int, int] = {}
        self._apart: frozenset[tuple[int, int]] = frozenset()
        """Numbers that are not one person's, by word of ``split``."""

    @property
    def lost(self) -> frozenset[int]:
        """Numbers that the last update has given up for good."""
        return self._lost

    @property
    def joined(self) -> Mapping[int, int]:
        """Those of ``lost`` that turned out to be of somebody known, each with the older number that goes on."""
        return self._joined

    @property
    def tracks(self) -> tuple[Track, ...]:
        """All tracks that are remembered, also those whose face cannot be seen now."""
        return tell(self._memory, np.arange(len(self._memory)))

    def propose(self, time: float, faces: Sequence[Face]) -> tuple[Proposal, ...]:
        """Return for each face which track it belongs to by its place alone; changes nothing.

        Raises ValueError where ``time`` is not after that of the last update, or a box is no number.
        """
        self._require_later(time)
        observed = observe(faces, 0)
        by_motion, _ = self._log_ratio_of_motion(self._expected(time), observed)
        pairs = assign(by_motion + self._log_ratio_of_survival(time))
        tracks = take(self._memory, pairs.rows)
        unsure = confused(tracks.confusion, pairs.lead) > _CONFUSION
        telling = would_tell(tracks.appearance, time, clarity_of(sides(observed.measured[pairs.columns])))
        numbers, doubtful = np.full(len(observed), NO_NUMBER), np.ones(len(observed), bool)
        numbers[pairs.columns] = tracks.number
        doubtful[pairs.columns] = unsure | telling | (tracks.number == NO_NUMBER)
        return tuple(
            Proposal(number or None, doubt) for number, doubt in zip(numbers.tolist(), doubtful.tolist(), strict=True)
        )

    def update(self, time: float, faces: Sequence[Face]) -> tuple[Track, ...]:
        """Return the tracks seen in this picture; a face without embedding says nothing about who it is.

        Raises ValueError where ``time`` is not after that of the last update, or a box is no number.
        """
        self._require_later(time)
        observed = self._see(faces)
        self._lost, self._joined = frozenset(), {}
        # First of all, since a camera may have been away for hours.
        self._keep(~self._outdated(time))
        expected = self._expected(time)
        by_motion, cut = self._log_ratio_of_motion(expected, observed)
        by_appearance = looks_log_ratio(self._memory.appearance, observed.looks, self._stranger_distance)
        log_ratio = by_motion + self._log_ratio_of_survival(time) + by_appearance
        for before, after in rows_apart(self._apart, self._memory.number, self._memory.number):
            # A face that is where the new number goes on is not the old one's, whatever it looks like.
            log_ratio[before, by_motion[after] > 0] = -np.inf
        pairs = assign(log_ratio)
        self._time = time
        if cut:
            self._memory = replace(self._memory, motion=nowhere(self._memory.motion))
        self._follow(pairs, expected, observed, by_motion, by_appearance)
        self._part(np.flatnonzero(self._memory.appearance.suspicion > _SUSPICION))
        self._begin(observed, unclaimed(observed, pairs.columns))
        self._merge(find_reunions(self._memory, time, self._apart, self._stranger_distance))
        self._forget()
        self._apart = frozenset(pair for pair in self._apart if self._lost.isdisjoint(pair))
        return tell(self._memory, np.flatnonzero(self._memory.motion.time == time))

    def split(self, number: int) -> None:
        """Take the face seen under ``number`` for somebody else's from now on: it goes on under a new number.

        ``number`` stays with whom it was given to first, and returns when they do; it is never joined with the new one.
        Raises ValueError for a number that is not remembered.
        """
        rows = np.flatnonzero(self._memory.number == number)
        if not len(rows):
            raise ValueError(f"no track has the number {number}")
        self._part(rows)
        self._apart |= {(number, int(self._memory.number[rows[0]]))}

    def _require_later(self, time: float) -> None:
        if not time > self._time:
            raise ValueError(f"frames must come in order: {time:.3f} s does not come after {self._time:.3f} s")

    def _expected(self, time: float) -> Motion:
        return predict(self._memory.motion, time)

    def _see(self, faces: Sequence[Face]) -> Observations:
        """Return ``faces``; embeddings of another length than before void what was known by those."""
        size = self._memory.appearance.template.shape[1]
        observed = observe(faces, size)
        if observed.looks.embeddings.shape[1] != size:
            nothing = unknown(len(self._memory), observed.looks.embeddings.shape[1])
            self._memory = replace(self._memory, appearance=nothing)
        return observed

    def _log_ratio_of_motion(self, expected: Motion, observed: Observations) -> tuple[Floats, bool]:
        """Return what motion says, and whether the camera has cut to another scene, where it says nothing any more."""
        seen_last = self._memory.motion.time == self._time
        log_ratio = motion_log_ratio(expected, observed.measured, expected.time - self._memory.motion.time)
        cut = is_cut(log_ratio[seen_last])
        return (np.full_like(log_ratio, JUMP_LOG_RATIO) if cut else log_ratio), cut

    def _log_ratio_of_survival(self, time: float) -> Floats:
        log_ratio = survival_log_ratio(self._time - self._memory.motion.time)
        log_ratio[self._outdated(time)] = -np.inf
        return log_ratio[:, np.newaxis]

    def _follow(
        self, pairs: Pairs, expected: Motion, observed: Observations, by_motion: Floats, by_appearance: Floats
    ) -> None:
        rows, columns = pairs.rows, pairs.columns
        tracks = followed(
            take(self._memory, rows),
            take(expected, rows),
            take(observed, columns),
            lead=pairs.lead,
            by_motion=by_motion[rows, columns],
            by_appearance=by_appearance[rows, columns],
        )
        put(self._memory, rows, replace(tracks, number=self._numbered(tracks.number, tracks.number == NO_NUMBER)))

    def _part(self, rows: NDArray[np.intp]) -> None:
        """Let somebody new go on in ``rows``."""
        if len(rows):
            nobody = np.full(len(rows), NO_NUMBER)
            away, successors = parted(take(self._memory, rows), self._numbered(nobody, nobody == NO_NUMBER))
            put(self._memory, rows, successors)
            self._memory = join(self._memory, away)

    def _begin(self, observed: Observations, faces: NDArray[np.intp]) -> None:
        """Begin tracks of the chosen faces."""
        if len(faces):
            seen = take(observed, faces)
            sure = (seen.score >= _SURE_SCORE) & (seen.looks.clarity > 0)
            tracks = begun(self._time, seen, self._numbered(np.full(len(seen), NO_NUMBER), sure))
            self._memory = join(self._memory, tracks)

    def _merge(self, pairs: Pairs) -> None:
        """Let the tracks in the columns of ``pairs`` be those in the rows that go on."""
        if not len(pairs):
            return
        old, new, numbers = pairs.rows, pairs.columns, self._memory.number
        self._joined = dict(zip(numbers[new].tolist(), numbers[old].tolist(), strict=True))
        put(self._memory, new, merged(take(self._memory, old), take(self._memory, new)))
        self._memory = take(self._memory, np.delete(np.arange(len(self._memory)), old))
        self._lost |= frozenset(self._joined)

    def _outdated(self, time: float) -> NDArray[np.bool_]:
        """Return (T,): who was last seen so long before ``time`` that nobody who comes then is taken for them."""
        outdated: NDArray[np.bool_] = time - self._memory.motion.time > self._memory_seconds
        return outdated

    def _forget(self) -> None:
        memory = self._memory
        not_found_again = (memory.number == NO_NUMBER) & (self._time - memory.motion.time > _TENTATIVE_SECONDS)
        kept = ~(not_found_again | self._outdated(self._time))
        if len(memory) > _MOST_TRACKS:
            kept[np.argsort(memory.motion.time, kind="stable")[:-_MOST_TRACKS]] = False
        self._keep(kept)

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        if not kept.all():
            self._lost |= frozenset(self._memory.number[~kept].tolist()) - {NO_NUMBER}
            self._memory = take(self._memory, kept)

    def _numbered(self, numbers: Numbers, which: NDArray[np.bool_]) -> Numbers:
        """Return ``numbers`` with new ones at ``which``."""
        numbered = numbers.copy()
        numbered[which] = self._next_number + np.arange(which.sum())
        self._next_number += int(which.sum())
        return numbered
