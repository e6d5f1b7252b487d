"""Real surveillance video: faces as a detector found them, with who they are (LTFT); embeddings are simulated."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rollcall.bench.tracking.contestants import NO_NUMBER, ROLLCALL, Rollcall
from rollcall.bench.tracking.sequences import LabelledFrame, Rate, read_sequences
from rollcall.bench.tracking.simulation import with_embeddings

FULL, EVERY_SIXTH = Rate(1, jitter=False), Rate(6, jitter=False)


def kept_apart(contestant: Rollcall, frames: tuple[LabelledFrame, ...]) -> float:
    """Return the share of faces whose number is mostly theirs, and who mostly have that number."""
    pairs: Counter[tuple[int, int]] = Counter()
    for frame in frames:
        numbers = contestant.follow(frame.time, [labelled.face for labelled in frame.faces])
        pairs.update(
            (labelled.person, number) for labelled, number in zip(frame.faces, numbers, strict=True) if labelled.is_face
        )
    main_number: dict[int, int] = {}
    main_person: dict[int, int] = {}
    for (person, number), _ in reversed(pairs.most_common()):
        main_person[number] = person
        if number != NO_NUMBER:
            main_number[person] = number
    right = sum(
        count
        for (person, number), count in pairs.items()
        if main_number.get(person) == number and main_person[number] == person
    )
    return right / pairs.total()


@pytest.mark.parametrize(("rate", "share"), [(FULL, 0.9), (EVERY_SIXTH, 0.85)])
@pytest.mark.parametrize("name", ["bengal", "terminal_3"])
def test_people_of_a_busy_street_and_hall_are_kept_apart(shared_dir: Path, name: str, rate: Rate, share: float) -> None:
    (sequence,) = (each for each in read_sequences(shared_dir / "data" / "tracking" / "ltft") if each.name == name)
    frames = rate.choose(with_embeddings(sequence, 0).frames)
    assert kept_apart(ROLLCALL["Rollcall, every face embedded"](), frames) > share
    assert kept_apart(ROLLCALL["Rollcall, as shipped"](), frames) > share - 0.1
