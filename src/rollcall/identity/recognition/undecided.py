"""Decisions on tracks that cannot be compared with the gallery yet, each with its reason in words."""

from __future__ import annotations

from rollcall.config.identity import IdentitySettings
from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.face_weight import weigh
from rollcall.identity.recognition.evidence import Interruption
from rollcall.identity.template import Template
from rollcall.model import Face, Track

__all__ = ["contradicted", "unconfirmed", "unseen"]

_UNCONFIRMED = {
    Interruption.CUT: "not confirmed since the scene changed",
    Interruption.ABSENCE: "not confirmed since the return",
}


def contradicted(track: Track, template: Template, *, newly: bool) -> Decision:
    """Return the decision on a track whose newest faces are not like those of its ``template``."""
    words = "the newest faces look like somebody else than those before"
    return Decision(
        track.number,
        State.GATHERING,
        Reason.CONTRADICTED,
        words,
        faces=len(template),
        evidence=template.evidence,
        contradicted=newly,
    )


def unconfirmed(track: Track, since: Interruption) -> Decision:
    """Return the decision on a track of which no face like the others was seen since then."""
    return Decision(track.number, State.GATHERING, Reason.NO_EVIDENCE, _UNCONFIRMED[since])


def unseen(track: Track, settings: IdentitySettings) -> Decision:
    """Return the decision on a track of which no face was embedded."""
    quality = track.face.quality
    if quality is not None and quality.size < settings.smallest_face:
        return Decision(track.number, State.GATHERING, Reason.TOO_SMALL, f"too small: {quality.size:.0f} px")
    if weigh(track.face) < settings.poorest_face:
        return Decision(track.number, State.GATHERING, Reason.TOO_POOR, f"too poor: {_fault_of(track.face)}")
    return Decision(track.number, State.GATHERING, Reason.NO_EVIDENCE, "not compared yet")


def _fault_of(face: Face) -> str:
    """Return what is worst about a face in plain words."""
    assert face.quality is not None  # noqa: S101
    faults = {
        "blurred": face.quality.sharpness,
        "turned away": face.quality.frontality,
        "cut off by the edge": face.quality.visible,
    }
    return min(faults, key=faults.__getitem__)
