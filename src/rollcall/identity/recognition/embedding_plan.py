"""Which faces are worth an embedding now: work is spent where it can change an answer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rollcall.config.identity import IdentitySettings
from rollcall.identity.face_weight import weigh
from rollcall.model import Face

__all__ = ["EmbeddingPlan", "Known", "is_embeddable"]

_MINUTE = 60.0
_EAGER_FACES = 3
"""The first faces of a track are taken as they come: a name that comes late is the complaint heard most."""
_EAGER_SECONDS = 0.1
"""Between them, so that they are not the same picture three times."""
_PROMISING_SECONDS = 0.3
"""Between faces of a track that nearly has a name: far enough apart to be worth something together."""
_CLEARLY_BETTER = 1.15
"""A face that weighs this much more than the best so far is worth another look."""
_CHECK_SECONDS = 10.0
"""At the latest after this long a track is looked at again, as far as its cap allows."""
_DOUBT_SECONDS = 0.2
"""Doubt is settled at once, then at most this often: two people side by side stay doubtful for minutes."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a track, as far as it matters for what to look at next."""

    best_weight: float
    """Of its best face so far."""
    named: bool
    promising: bool
    """Whether it nearly has a name, so that one more face may decide."""


class EmbeddingPlan:
    """When one track was embedded, and whether its next face is worth it."""

    def __init__(self, settings: IdentitySettings, first_seen: float) -> None:
        self._settings = settings
        self._first_seen = first_seen
        self._times: list[float] = []
        self._returned = float("inf")

    def return_at(self, time: float) -> None:
        """Note that somebody has come back as this track: the next faces are taken as they come, whoever it was."""
        self._returned = time

    def record(self, time: float) -> None:
        """Note that a face was embedded at ``time``."""
        # Only the last minute counts, so older times go: a track of hours keeps a handful.
        del self._times[: bisect_right(self._times, time - _MINUTE)]
        self._times.append(time)

    def wants(self, time: float, weight: float, known: Known, *, doubtful: bool) -> bool:
        """Return whether a face of ``weight`` is worth it; ``doubtful``: whether the tracker asks for it."""
        since = time - self._times[-1] if self._times else float("inf")
        if doubtful:
            return since >= _DOUBT_SECONDS
        if self._returned <= time and self._taken_since(self._returned) < _EAGER_FACES:
            return since >= _EAGER_SECONDS
        if self._spent(time) >= self._cap(time, named=known.named):
            return False
        if len(self._times) < _EAGER_FACES and not known.named:
            return since >= _EAGER_SECONDS
        if known.promising and since >= _PROMISING_SECONDS:
            return True
        return weight > known.best_weight * _CLEARLY_BETTER or since >= _CHECK_SECONDS

    def _spent(self, time: float) -> int:
        return len(self._times) - bisect_right(self._times, time - _MINUTE)

    def _taken_since(self, time: float) -> int:
        return len(self._times) - bisect_left(self._times, time)

    def _cap(self, time: float, *, named: bool) -> int:
        settled = named or time - self._first_seen > _MINUTE
        return self._settings.attempts_settled if settled else self._settings.attempts_unnamed


def is_embeddable(face: Face, settings: IdentitySettings) -> bool:
    """Return whether a face is large and clear enough to be told by."""
    if face.quality is None:
        return True
    return face.quality.size >= settings.smallest_face and weigh(face) >= settings.poorest_face
