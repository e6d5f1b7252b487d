"""The rule for simulated embeddings, held against the measurements it states."""

from __future__ import annotations

import numpy as np
import pytest

from rollcall.bench.tracking.sequences import LabelledFace, LabelledFrame, LabelledSequence
from rollcall.bench.tracking.simulation import with_embeddings
from rollcall.model import Face


def sequence(side: float, people: int = 40, frames: int = 30, seconds: float = 10.0) -> LabelledSequence:
    face = Face(np.array([0, 0, side, side], np.float32), np.zeros((5, 2), np.float32), 0.9)
    labelled = tuple(LabelledFace(face, person, is_face=True) for person in range(people))
    return LabelledSequence("hall", tuple(LabelledFrame(number * seconds, labelled) for number in range(frames)))


def embeddings(of: LabelledSequence) -> list[list[np.ndarray]]:
    """Return the embeddings of each person."""
    people = range(len(of.frames[0].faces))
    every = [[frame.faces[person].face.embedding for frame in of.frames] for person in people]
    return [[each for each in person if each is not None] for person in every]


def mean_cosine(first: list[np.ndarray], second: list[np.ndarray]) -> float:
    return float(np.mean([one @ other for one, other in zip(first, second, strict=False)]))


@pytest.mark.parametrize(("side", "cosine"), [(25, 0.279), (40, 0.508), (112, 0.661)])
def test_one_person_looks_like_themselves_as_measured(side: float, cosine: float) -> None:
    # One drawing gives people the same directions at any size; ten seconds later nothing else is the same.
    clear = embeddings(with_embeddings(sequence(112), 1))
    other = embeddings(with_embeddings(sequence(side), 1))
    cosines = [mean_cosine(one[:-1], another[1:]) for one, another in zip(clear, other, strict=True)]
    assert np.mean(cosines) == pytest.approx(cosine, abs=0.03)


def test_faces_of_the_next_moment_are_more_alike_than_later_ones() -> None:
    people = embeddings(with_embeddings(sequence(60, seconds=0.1), 0))
    soon = np.mean([mean_cosine(person[:-1], person[1:]) for person in people])
    late = np.mean([mean_cosine(person[:5], person[-5:]) for person in people])
    assert soon > late + 0.05


def test_strangers_far_away_look_alike_and_near_do_not() -> None:
    def strangers(side: float) -> float:
        people = [person[0] for person in embeddings(with_embeddings(sequence(side), 0))]
        return mean_cosine(people[::2], people[1::2])

    assert strangers(25) == pytest.approx(0.110, abs=0.05)
    assert strangers(112) == pytest.approx(0.0, abs=0.05)


def test_one_face_in_ten_and_all_that_are_too_small_have_none() -> None:
    embedded = sum(len(person) for person in embeddings(with_embeddings(sequence(60), 0)))
    assert embedded / (40 * 30) == pytest.approx(0.9, abs=0.03)
    assert not any(embeddings(with_embeddings(sequence(23), 0)))


def test_one_drawing_is_always_the_same_and_two_are_not() -> None:
    first, again, other = (embeddings(with_embeddings(sequence(60), draw)) for draw in (0, 0, 1))
    assert np.array_equal(first[0][0], again[0][0])
    assert not np.array_equal(first[0][0], other[0][0])
