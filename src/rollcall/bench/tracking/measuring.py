"""One contestant over all sequences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rollcall.bench.tracking.contestants import Contestant, Rollcall
from rollcall.bench.tracking.scoring import Scores, follow_and_score
from rollcall.bench.tracking.sequences import LabelledSequence, Rate

__all__ = ["Row", "Trial", "measure"]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Who is to follow what."""

    name: str
    make: Callable[[], Contestant]
    rate: Rate
    draws: Sequence[Sequence[LabelledSequence]]
    """All sequences, once for each drawing of their embeddings."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one contestant made of one rate: means over sequences and draws."""

    contestant: str
    rate: str
    idf1: float
    hota: float
    mota: float
    id_switches: float
    """In a sequence."""
    embedded_percent: float | None
    """Share of the faces that it wanted embedded; None for who takes no embeddings."""


def measure(trial: Trial) -> Row:
    """Let a new contestant follow each sequence of each drawing."""
    scores: list[Scores] = []
    wanted = faces = 0
    for sequence in (sequence for draw in trial.draws for sequence in draw):
        contestant = trial.make()
        scores.append(follow_and_score(contestant, trial.rate.choose(sequence.frames)))
        if isinstance(contestant, Rollcall):
            wanted += contestant.wanted
            faces += contestant.faces
    return Row(
        trial.name,
        str(trial.rate),
        idf1=_mean([score.idf1 for score in scores]),
        hota=_mean([score.hota for score in scores]),
        mota=_mean([score.mota for score in scores]),
        id_switches=_mean([score.id_switches for score in scores]),
        embedded_percent=100 * wanted / faces if faces else None,
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
