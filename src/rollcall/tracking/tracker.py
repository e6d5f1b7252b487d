"""Faces over time to tracks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rollcall.config.tracking import TrackingSettings
from rollcall.model import Face, Track
from rollcall.tracking.appearance import Appearance, Looks, looks_of
from rollcall.tracking.assignment import NOBODY, assign, leads
from rollcall.tracking.evidence import appearance_evidence, motion_evidence, presence_evidence
from rollcall.tracking.motion import Motion, begin, correct, join, measure, predict, take, velocity_of_box

__all__ = ["Proposal", "Tracker"]

_DOUBT = 0.05
"""A track is embedded again when the chance that motion alone has confused it has grown to this."""
_TRIAL_SECONDS = 1.0
"""A face that is not found a second time within this was none."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which track a face belongs to by its motion alone."""

    number: int | None
    """The track's number; None for a face of no known track."""
    doubtful: bool
    """Whether motion alone cannot tell, so that an embedding would help."""


@dataclass(slots=True, eq=False)
class _Life:
    """What is told of one track besides its motion and appearance."""

    face: Face
    first_seen: float
    number: int | None = None
    hits: int = 1
    doubt: float = 1.0
    """Chance that it has become somebody else since it was last embedded."""


class Tracker:
    """Follows the faces of one camera. Remembers them, so it serves one camera and one thread.

    Every face goes to the track for which most speaks: by motion, by likeness where both are embedded, and by how
    likely the person is still there. A face for which nothing speaks begins a track, which gets its number when it is
    seen again.
    """

    def __init__(self, settings: TrackingSettings) -> None:
        self._settings = settings
        self._lives: list[_Life] = []
        self._motion = begin(0.0, np.zeros((0, 4)))
        self._appearance = Appearance(np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
        self._time = -np.inf
        self._next_number = 1
        self._lost: frozenset[int] = frozenset()

    @property
    def lost(self) -> frozenset[int]:
        """Numbers that the last update has forgotten for good."""
        return self._lost

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Every numbered track that is remembered, also those whose face is not to be seen now."""
        return self._tracks_of([row for row, life in enumerate(self._lives) if life.number is not None])

    def propose(self, time: float, faces: Sequence[Face]) -> tuple[Proposal, ...]:
        """Return for each face which track it belongs to by motion alone; changes nothing.

        Raises ValueError where ``time`` is before that of the last update.
        """
        looks = Looks(np.zeros((len(faces), 0), np.float32), np.zeros(len(faces), np.float32))
        evidence = self._evidence(self._predicted(time), faces, looks)
        chosen = assign(evidence)
        return tuple(
            self._proposal(row, lead)
            for row, lead in zip(chosen.tolist(), leads(evidence, chosen).tolist(), strict=True)
        )

    def update(self, time: float, faces: Sequence[Face]) -> tuple[Track, ...]:
        """Return the tracks seen in this picture; a face without embedding says nothing about who it is.

        Raises ValueError where ``time`` is before that of the last update.
        """
        expected = self._predicted(time)
        looks = looks_of(faces, self._appearance.sums.shape[1])
        self._make_room(looks)
        evidence = self._evidence(expected, faces, looks)
        chosen = assign(evidence)
        lead = leads(evidence, chosen)
        columns = np.flatnonzero(chosen != NOBODY)
        rows = chosen[columns]
        self._follow(expected, rows, columns, faces, looks, lead)
        born = np.flatnonzero(chosen == NOBODY)
        first = len(self._lives)
        self._bear(time, born, faces, looks)
        self._time = time
        seen = [*rows.tolist(), *range(first, len(self._lives))]
        told = self._tracks_of([row for row in seen if self._lives[row].number is not None])
        self._forget(time)
        return told

    def _predicted(self, time: float) -> Motion:
        if time < self._time:
            raise ValueError(f"frames must come in order: {time:.3f} s after {self._time:.3f} s")
        return predict(self._motion, time)

    def _evidence(self, expected: Motion, faces: Sequence[Face], looks: Looks) -> NDArray[np.float64]:
        if not len(faces) or not self._lives:
            return np.zeros((len(self._lives), len(faces)))
        unseen = expected.time - self._motion.time
        interval = float(expected.time[0] - self._time)
        evidence = motion_evidence(expected, measure(_boxes(faces)), unseen)
        evidence += presence_evidence(unseen, interval)[:, np.newaxis]
        if looks.trust.any():
            trust = np.minimum(self._appearance.trust[:, np.newaxis], looks.trust)
            evidence += appearance_evidence(self._appearance.cosines(looks), trust)
        return evidence

    def _proposal(self, row: int, lead: float) -> Proposal:
        if row == NOBODY or self._lives[row].number is None:
            return Proposal(None, doubtful=True)
        life = self._lives[row]
        return Proposal(life.number, doubtful=_more_doubt(life.doubt, lead) > _DOUBT)

    def _make_room(self, looks: Looks) -> None:
        """Give the sums their length when the first embedding comes."""
        if self._appearance.sums.shape[1] != looks.embeddings.shape[1]:
            count = len(self._lives)
            self._appearance = Appearance(
                np.zeros((count, looks.embeddings.shape[1]), np.float32), np.zeros(count, np.float32)
            )

    def _follow(
        self,
        expected: Motion,
        rows: NDArray[np.intp],
        columns: NDArray[np.intp],
        faces: Sequence[Face],
        looks: Looks,
        lead: NDArray[np.float64],
    ) -> None:
        if not len(rows):
            return
        boxes = measure(_boxes([faces[column] for column in columns.tolist()]))
        corrected = correct(take(expected, rows), boxes)
        self._motion.time[rows] = corrected.time
        self._motion.state[rows] = corrected.state
        self._motion.rate[rows] = corrected.rate
        self._motion.covariance[rows] = corrected.covariance
        self._appearance = self._appearance.add(rows, Looks(looks.embeddings[columns], looks.trust[columns]))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            life = self._lives[row]
            life.face = faces[column]
            life.hits += 1
            life.doubt = 0.0 if looks.trust[column] else _more_doubt(life.doubt, float(lead[column]))
            if life.number is None:
                life.number = self._next_number
                self._next_number += 1

    def _bear(self, time: float, born: NDArray[np.intp], faces: Sequence[Face], looks: Looks) -> None:
        if not len(born):
            return
        self._lives += [_Life(faces[column], time) for column in born.tolist()]
        self._motion = join(self._motion, begin(time, measure(_boxes([faces[column] for column in born.tolist()]))))
        fresh = looks.trust[born][:, np.newaxis] * looks.embeddings[born]
        self._appearance = Appearance(
            np.concatenate([self._appearance.sums, fresh]),
            np.concatenate([self._appearance.weights, looks.trust[born]]),
        )

    def _forget(self, time: float) -> None:
        memory = np.array([self._memory(life) for life in self._lives])
        kept = time - self._motion.time <= memory
        gone = [life for life, keep in zip(self._lives, kept.tolist(), strict=True) if not keep]
        self._lost = frozenset(life.number for life in gone if life.number is not None)
        if gone:
            self._lives = [life for life, keep in zip(self._lives, kept.tolist(), strict=True) if keep]
            self._motion = take(self._motion, kept)
            self._appearance = replace(
                self._appearance, sums=self._appearance.sums[kept], weights=self._appearance.weights[kept]
            )

    def _memory(self, life: _Life) -> float:
        return _TRIAL_SECONDS if life.number is None else self._settings.memory_seconds

    def _tracks_of(self, rows: Sequence[int]) -> tuple[Track, ...]:
        velocities = velocity_of_box(take(self._motion, np.array(rows, np.intp)))
        return tuple(
            Track(life.number, life.face, life.first_seen, float(self._motion.time[row]), life.hits, velocity)
            for row, velocity in zip(rows, velocities, strict=True)
            if (life := self._lives[row]).number is not None
        )


def _boxes(faces: Sequence[Face]) -> NDArray[np.float32]:
    return np.array([face.box for face in faces], np.float32)


def _more_doubt(doubt: float, lead: float) -> float:
    """Return the chance of confusion after one more association that is ahead by ``lead`` nats."""
    return float(1 - (1 - doubt) / (1 + np.exp(-lead)))
