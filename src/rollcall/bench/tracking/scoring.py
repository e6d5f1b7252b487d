"""How well tracks keep people apart: the standard metrics, computed by `trackers`, whose results equal TrackEval's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.bench.tracking.contestants import NO_NUMBER, Contestant
from rollcall.bench.tracking.sequences import LabelledFrame

__all__ = ["Scores", "follow_and_score"]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one tracker made of one sequence; shares in percent."""

    idf1: float
    """Share of faces under the one number that is best for their person (Ristani et al., 2016)."""
    hota: float
    """Association and detection in one (Luiten et al., 2021)."""
    mota: float
    id_switches: float


def follow_and_score(contestant: Contestant, frames: Sequence[LabelledFrame]) -> Scores:
    """Let ``contestant`` follow ``frames`` and return its scores.

    A box that is no single face is neither asked for nor held against anybody, like a distractor in MOTChallenge.
    """
    from trackers.eval import compute_clear_metrics, compute_hota_metrics, compute_identity_metrics

    people, numbers, same = [], [], []
    for frame in frames:
        given = contestant.follow(frame.time, [labelled.face for labelled in frame.faces])
        faces = [(labelled, number) for labelled, number in zip(frame.faces, given, strict=True) if labelled.is_face]
        told = [place for place, (_, number) in enumerate(faces) if number != NO_NUMBER]
        people.append(np.array([labelled.person for labelled, _ in faces], int))
        numbers.append(np.array([faces[place][1] for place in told], int))
        # The boxes are the detector's for all, so each is like itself alone, whatever it overlaps.
        same.append(np.eye(len(faces))[:, told])
    people, numbers = _renumbered(people), _renumbered(numbers)
    clear = compute_clear_metrics(people, numbers, same)
    return Scores(
        idf1=100 * compute_identity_metrics(people, numbers, same)["IDF1"],
        hota=100 * compute_hota_metrics(people, numbers, same)["HOTA"],
        mota=100 * clear["MOTA"],
        id_switches=float(clear["IDSW"]),
    )


def _renumbered(frames: list[NDArray[np.int_]]) -> list[NDArray[np.int_]]:
    """Return the same numbers counted from 0, as the metrics want them."""
    places = {number: place for place, number in enumerate(sorted({int(each) for frame in frames for each in frame}))}
    return [np.array([places[int(each)] for each in frame], int) for frame in frames]
