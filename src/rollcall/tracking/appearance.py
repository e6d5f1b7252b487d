"""What tracks look like, how well that is known, and whether they still look like themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcall.model import Face
from rollcall.tracking.motion import Floats

__all__ = [
    "Appearance",
    "Looks",
    "begin_appearance",
    "blend",
    "clarity_of",
    "learn",
    "looks_of",
    "similarity",
    "unknown",
    "would_tell",
]

_CLEAREST = 0.81
"""Cosine between the embedding of a clear face and the person's true direction: two clear photos of one person have its
square, 0.66 (250 people of LFW, arcface_mobilefacenet_128d)."""
_HALF_CLEAR_SIDE, _STEEPNESS = 28.0, 3.4
"""Side in pixels of a face with half of that, and how fast it falls: the same photos, made small and compressed, had
cosines of 0.65, 0.61, 0.51, 0.40, 0.28 and 0.19 to clear ones at 80, 56, 40, 32, 25 and 20 pixels."""
_MOST_INFORMATION = 8.0
"""About four clear faces: beyond them the oldest fade, since light, pose and hair change."""
_WELL_KNOWN = 4.0
"""About two clear faces."""
_CLEARER = 1.5
"""A face that tells this much more than the clearest so far is worth an embedding."""
_INDEPENDENT_SECONDS = 1.0
"""Faces nearer in time share pose and light, and tell little more than one."""
_LEAST_LENGTH = np.float32(1e-6)
"""Keeps what was never embedded at a cosine of 0 instead of NaN."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What N faces of one picture look like."""

    embeddings: Matrix
    """(N, D); 0 where a face was not embedded."""
    clarity: Floats
    """(N,): see ``clarity_of``; 0 where a face was not embedded."""


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """A table of what tracks look like."""

    template: Matrix
    """(T, D) weighted mean of the embeddings; 0 for a track never embedded."""
    weight: Floats
    """(T,) sum of their weights."""
    information: Floats
    """(T,) how well the template is known: its squared ratio of signal to noise."""
    clearest: Floats
    """(T,) information of the clearest face."""
    embedded_at: Floats
    """(T,) time of the newest embedding."""
    suspicion: Floats
    """(T,) nats that speak for the newest faces being somebody else's."""

    @property
    def clarity(self) -> Floats:
        """(T,): cosine to be expected between the template and the person's true direction."""
        clarity: Floats = np.sqrt(self.information / (1 + self.information))
        return clarity


def clarity_of(sides: Floats) -> Floats:
    """Return the cosine to be expected between embeddings of faces, ``sides`` pixels large, and the true direction."""
    clarity: Floats = _CLEAREST / (1 + (_HALF_CLEAR_SIDE / sides) ** _STEEPNESS)
    return clarity


def looks_of(faces: Sequence[Face], sides: Floats, size: int) -> Looks:
    """Return what ``faces``, ``sides`` pixels large, look like; ``size``: length of embeddings where none has one."""
    has = np.array([face.embedding is not None for face in faces], bool)
    embedded = [face.embedding for face in faces if face.embedding is not None]
    embeddings = np.zeros((len(faces), len(embedded[0]) if embedded else size), np.float32)
    if embedded:
        embeddings[has] = embedded
        # One vector that is no number would spoil its track's template for good.
        has &= np.isfinite(embeddings).all(axis=1)
        embeddings[~has] = 0
    return Looks(embeddings, clarity_of(sides) * has)


def unknown(count: int, size: int) -> Appearance:
    """Return what is known of tracks that were never embedded."""
    return begin_appearance(0.0, Looks(np.zeros((count, size), np.float32), np.zeros(count)))


def similarity(templates: Matrix, embeddings: Matrix, stranger_distance: float | None) -> Matrix:
    """Return (T, N): 0 is expected between strangers, 1 of an embedding with itself.

    For cosine packs it is the cosine; else it is told by squared distances, where ``stranger_distance`` is usual.
    """
    products: Matrix = templates @ embeddings.T
    lengths, others = _lengths(templates), _lengths(embeddings)
    if stranger_distance is None:
        cosines: Matrix = products / np.maximum(lengths[:, np.newaxis] * others, _LEAST_LENGTH)
        return cosines
    squared: Matrix = np.add.outer(lengths**2, others**2) - 2 * products
    return 1 - squared / np.float32(stranger_distance**2)


def begin_appearance(time: float, looks: Looks) -> Appearance:
    """Return what is known of tracks that were seen once."""
    information = _information(looks.clarity)
    embedded_at = np.where(looks.clarity > 0, time, -np.inf)
    weight = _weight(looks.clarity)
    return Appearance(
        looks.embeddings.copy(), weight, information, information.copy(), embedded_at, np.zeros(len(weight))
    )


def learn(appearance: Appearance, time: Floats, looks: Looks, nats: Floats) -> Appearance:
    """Return the appearance after its tracks were seen looking as ``looks``, row by row.

    ``nats``: what in those looks speaks for the same person. A face that looks like somebody else raises suspicion and
    teaches nothing: suspicion adds up and wears off as in a cumulative sum test for a change (Page, 1954).
    """
    embedded = looks.clarity > 0
    taught = embedded & (nats >= 0) | (appearance.information == 0)
    clarity = np.where(taught, looks.clarity, 0.0)
    fresh, information = _weight(clarity), appearance.information + _information(clarity)
    weight = appearance.weight + fresh
    share = (fresh / np.maximum(weight, _LEAST_LENGTH)).astype(np.float32)[:, np.newaxis]
    fading = np.minimum(1, _MOST_INFORMATION / np.maximum(information, _MOST_INFORMATION))
    return Appearance(
        appearance.template + share * (looks.embeddings - appearance.template),
        weight * fading,
        information * fading,
        np.maximum(appearance.clearest, _information(clarity)),
        np.where(embedded, time, appearance.embedded_at),
        np.where(embedded, np.maximum(appearance.suspicion - nats, 0.0), appearance.suspicion),
    )


def blend(first: Appearance, second: Appearance) -> Appearance:
    """Return what is known of tracks that turned out to be one person's, row by row."""
    weight = first.weight + second.weight
    share = (second.weight / np.maximum(weight, _LEAST_LENGTH)).astype(np.float32)[:, np.newaxis]
    return Appearance(
        first.template + share * (second.template - first.template),
        weight,
        first.information + second.information,
        np.maximum(first.clearest, second.clearest),
        np.maximum(first.embedded_at, second.embedded_at),
        np.zeros(len(weight)),
    )


def would_tell(appearance: Appearance, time: float, clarity: Floats) -> NDArray[np.bool_]:
    """Return (T,): whether embedding a face of that ``clarity`` would tell much of what its track looks like."""
    clearer = _information(clarity) > _CLEARER * appearance.clearest
    due = time - appearance.embedded_at > _INDEPENDENT_SECONDS
    return clearer | (due & (appearance.information < _WELL_KNOWN)) | (appearance.suspicion > 0)


def _lengths(rows: Matrix) -> Matrix:
    lengths: Matrix = np.sqrt(np.einsum("nd,nd->n", rows, rows))
    return lengths


def _information(clarity: Floats) -> Floats:
    """Return the squared ratio of signal to noise in embeddings of length 1."""
    return clarity**2 / (1 - clarity**2)


def _weight(clarity: Floats) -> Floats:
    """Return the weights by which embeddings are best averaged: signal over the noise's variance."""
    return clarity / (1 - clarity**2)
