"""What is tried: every contestant at every rate, every choice of faces to embed, ever weaker embedders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from rollcall.bench.tracking.contestants import CONTESTANTS, ROLLCALL, Rollcall
from rollcall.bench.tracking.embedding_choice import Doubtful, EmbeddingChoice, Periodic, Random, Shipped
from rollcall.bench.tracking.measuring import Trial
from rollcall.bench.tracking.sequences import RATES, LabelledSequence, Rate
from rollcall.bench.tracking.simulation import with_embeddings

__all__ = ["STRENGTHS", "Draws", "choices", "contests", "draw_embeddings", "weaker_embedders"]

Draws = Sequence[Sequence[LabelledSequence]]

STRENGTHS = (1.0, 0.85, 0.7)
"""Of embedders: two clear photos of one person have a cosine of 0.66, 0.48, 0.32."""
_ENDS = (Rate(1, jitter=False), Rate(6, jitter=False))


def draw_embeddings(sequences: Sequence[LabelledSequence], count: int, strength: float = 1.0) -> Draws:
    """Return ``count`` drawings of all sequences with embeddings."""
    return [[with_embeddings(sequence, draw, strength=strength) for sequence in sequences] for draw in range(count)]


def contests(draws: Draws) -> Iterator[Trial]:
    """Yield every contestant at every rate."""
    for name, make in CONTESTANTS.items():
        # Who sees no embeddings makes the same of every draw.
        seen = draws if name in ROLLCALL else draws[:1]
        yield from (Trial(name, make, rate, seen) for rate in RATES)


def choices(draws: Draws) -> Iterator[Trial]:
    """Yield every choice of faces to embed, at the highest and the lowest rate."""
    for name, choose in _choices().items():
        yield from (Trial(name, partial(_rollcall, choose), rate, draws) for rate in _ENDS)


def weaker_embedders(sequences: Sequence[LabelledSequence], count: int) -> Iterator[Trial]:
    """Yield what is left with embedders that tell people apart less well."""
    for strength in STRENGTHS:
        draws = draw_embeddings(sequences, count, strength)
        for name in list(ROLLCALL)[:2]:
            yield from (Trial(f"{name}, {strength:.0%}", ROLLCALL[name], rate, draws) for rate in _ENDS)


def _rollcall(choose: Callable[[], EmbeddingChoice]) -> Rollcall:
    return Rollcall(choose())


def _choices() -> dict[str, Callable[[], EmbeddingChoice]]:
    """Return the choices by name, those of one kind in the order of how much they choose."""
    made: dict[str, Callable[[], EmbeddingChoice]] = {}
    for share in (0.05, 0.1, 0.2, 0.4, 0.6, 0.8):
        made[f"at random, {share:.0%}"] = partial(Random, share)
    for gap in (10.0, 4.0, 2.0, 1.0, 0.5):
        made[f"each track every {gap:g} s"] = partial(Periodic, gap)
    made["asked for by the tracker"] = partial(Doubtful, np.inf)
    for gap in (4.0, 1.0, 0.5, 0.25):
        made[f"asked for, and every {gap:g} s"] = partial(Doubtful, gap)
    made["as shipped"] = Shipped
    made["every face"] = partial(Random, 1.0)
    return made
