"""Who is measured: Rollcall's tracker with more or fewer embeddings, and the trackers of a well-known library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from rollcall.bench.tracking.embedding_choice import EmbeddingChoice, Random, Shipped
from rollcall.config import TrackingSettings
from rollcall.model import Face
from rollcall.tracking import Tracker

__all__ = ["CONTESTANTS", "NO_NUMBER", "ROLLCALL", "TIMED", "Contestant", "Rollcall"]

NO_NUMBER = -1
"""For a face that a tracker does not tell of."""


class Contestant(Protocol):
    """Follows faces of one video."""

    def follow(self, time: float, faces: Sequence[Face]) -> list[int]:
        """Return the number of each face's track."""


class Rollcall:
    """Our tracker, with embeddings of chosen faces."""

    def __init__(self, choice: EmbeddingChoice) -> None:
        self._tracker = Tracker(TrackingSettings())
        self._choice = choice
        self.wanted = 0
        self.faces = 0

    def follow(self, time: float, faces: Sequence[Face]) -> list[int]:
        """Return the number of each face's track."""
        wanted = self._choice.wants(time, self._tracker.propose(time, faces), faces)
        seen = [face if wants else replace(face, embedding=None) for face, wants in zip(faces, wanted, strict=True)]
        tracks = self._tracker.update(time, seen)
        self._choice.look(time, tracks, self._tracker.joined)
        self.faces += len(faces)
        self.wanted += sum(wanted)
        numbers = {id(track.face): track.number for track in tracks}
        return [numbers.get(id(face), NO_NUMBER) for face in seen]


class Update:
    """Our tracker's ``update`` alone: what it costs where nobody asks which faces to embed."""

    def __init__(self) -> None:
        self._tracker = Tracker(TrackingSettings())

    def follow(self, time: float, faces: Sequence[Face]) -> list[int]:
        """Return the numbers of the tracks."""
        return [track.number for track in self._tracker.update(time, faces)]


class Peer:
    """A tracker of the library `trackers`, with its defaults and the frames' times; none of them takes embeddings."""

    def __init__(self, name: str, **options: Any) -> None:
        import trackers

        self._tracker = getattr(trackers, name)(**options)

    def follow(self, time: float, faces: Sequence[Face]) -> list[int]:
        """Return the number of each face's track."""
        import supervision

        boxes = np.array([face.box for face in faces], np.float32).reshape(-1, 4)
        detections = supervision.Detections(
            xyxy=boxes,
            confidence=np.array([face.score for face in faces], np.float32),
            class_id=np.zeros(len(faces), int),
            data={"place": np.arange(len(faces))},
        )
        followed = self._tracker.update(detections, timestamp=time)
        numbers = np.full(len(faces), NO_NUMBER)
        if len(followed):
            numbers[followed.data["place"]] = followed.tracker_id
        return [int(number) for number in numbers]


ROLLCALL: Mapping[str, Callable[[], Rollcall]] = {
    "Rollcall, every face embedded": lambda: Rollcall(Random(1.0)),
    "Rollcall, as shipped": lambda: Rollcall(Shipped()),
    "Rollcall, no embeddings": lambda: Rollcall(Random(0.0)),
}
_PEERS: Mapping[str, Callable[[], Contestant]] = {
    "SORT": lambda: Peer("SORTTracker"),
    "ByteTrack": lambda: Peer("ByteTrackTracker"),
    "OC-SORT": lambda: Peer("OCSORTTracker"),
    # Its compensation of camera motion needs pictures, and these cameras stand still.
    "BoT-SORT": lambda: Peer("BoTSORTTracker", enable_cmc=False),
    "C-BIoU": lambda: Peer("CBIoUTracker"),
}
CONTESTANTS: Mapping[str, Callable[[], Contestant]] = {**ROLLCALL, **_PEERS}
TIMED: Mapping[str, Callable[[], Contestant]] = {"Rollcall, update alone": Update, **CONTESTANTS}
