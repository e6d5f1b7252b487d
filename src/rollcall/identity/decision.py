"""Who a track is, with the reason and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Decision", "Reason", "State"]


class State(StrEnum):
    """How far the question "who is this?" has come."""

    GATHERING = "gathering"
    """Not enough was seen yet to say anything."""
    KNOWN = "known"
    UNKNOWN = "unknown"
    """Enough was seen, and it is nobody of the gallery as far as can be told."""


class Reason(StrEnum):
    """Why a decision came out as it did; ``Decision.words`` says it with its numbers."""

    NO_EVIDENCE = "no_evidence"
    """No face of the track was embedded yet, or none was like those before the scene changed or it was away."""
    TOO_SMALL = "too_small"
    TOO_POOR = "too_poor"
    """Large enough, but blurred, turned away or cut off."""
    LITTLE_EVIDENCE = "little_evidence"
    """Near somebody, but seen too little to say a name."""
    EMPTY_GALLERY = "empty_gallery"
    BELOW_THRESHOLD = "below_threshold"
    TWO_CANDIDATES = "two_candidates"
    TAKEN = "taken"
    """Another track of the same picture is that person with better evidence."""
    CONTRADICTED = "contradicted"
    """The newest faces look like somebody else than those before."""
    RECOGNISED = "recognised"
    HELD = "held"
    """The name stays although the newest evidence alone would not give it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a track is, as far as is known now."""

    track: int
    """The track's number."""
    state: State
    reason: Reason
    words: str
    """The reason in plain words with its numbers, such as "two candidates within 0.03: A, B"."""
    person: str | None = None
    """Id of the person; None unless known."""
    name: str | None = None
    score: float | None = None
    """Of the best candidate, named or not, in the gallery's metric; None where nothing was compared."""
    candidate: str | None = None
    """Name of the best candidate, named or not."""
    runner_up: float | None = None
    """Score of the second candidate."""
    mentioned: tuple[str, ...] = ()
    """Ids of the people whom ``words`` may name, known or not."""
    faces: int = 0
    """Faces that were embedded and count."""
    evidence: float = 0.0
    """Their weight together: 1 is an excellent face, or several fair ones over time."""
    stranger: int | None = None
    """Number of the stranger that an unknown track is taken for; None for somebody never met, or known."""
    ignored: bool = False
    """Whether nobody wants to hear of that stranger."""
    contradicted: bool = False
    """The track has become somebody else's just now: whoever gives track numbers should give this face a new one."""
