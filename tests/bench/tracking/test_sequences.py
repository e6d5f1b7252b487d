"""LTFT's annotations: what is read, and which frames a tracker gets to see of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollcall.bench.tracking.sequences import LabelledFrame, Rate, read_sequences
from rollcall.errors import ConfigError

TWO_FRAMES = "2\n0 2 7 10 20 30 40 1 0.9 8 1 2 3 4 0 0.5\n3 0\n"


def frames(count: int) -> list[LabelledFrame]:
    return [LabelledFrame(float(number), ()) for number in range(count)]


def test_boxes_people_and_times_are_read(tmp_path: Path) -> None:
    (tmp_path / "hall.txt").write_text(TWO_FRAMES)
    (tmp_path / "README.md").write_text("| file | frames | fps |\n| --- | --- | --- |\n| hall | 2 | 25 | 640x480 |\n")
    (sequence,) = read_sequences(tmp_path)
    first, second = sequence.frames
    assert (sequence.name, first.time, second.time) == ("hall", 0.0, 3 / 25)
    assert [(labelled.person, labelled.is_face) for labelled in first.faces] == [(7, True), (8, False)]
    assert first.faces[0].face.box.tolist() == [10, 20, 40, 60]
    assert first.faces[0].face.score == pytest.approx(0.9)
    assert second.faces == ()


@pytest.mark.parametrize("text", ["2\n0 1 7 10 20 30\n", "1\n0 one\n"])
def test_file_of_something_else_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "hall.txt").write_text(text)
    with pytest.raises(ConfigError, match=r"hall\.txt"):
        read_sequences(tmp_path)


def test_folder_without_sequences_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has no sequences"):
        read_sequences(tmp_path)


@pytest.mark.parametrize("step", [1, 3, 6])
def test_every_nth_frame(step: int) -> None:
    times = [frame.time for frame in Rate(step, jitter=False).choose(frames(100))]
    assert times == list(range(0, 100, step))


@pytest.mark.parametrize("step", [1, 3, 6])
def test_jitter_draws_gaps_around_the_step_the_same_each_time(step: int) -> None:
    rate = Rate(step, jitter=True)
    times = [frame.time for frame in rate.choose(frames(2000))]
    gaps = np.diff(times)
    assert set(gaps) == set(range(1, 2 * step + 1))
    assert gaps.mean() == pytest.approx(step + 0.5, rel=0.1)
    assert times == [frame.time for frame in rate.choose(frames(2000))]


def test_shared_sequences_hold_what_their_readme_says(shared_dir: Path) -> None:
    sequences = {each.name: each for each in read_sequences(shared_dir / "data" / "tracking" / "ltft")}
    people = {labelled.person for frame in sequences["bengal"].frames for labelled in frame.faces if labelled.is_face}
    assert (len(sequences["bengal"].frames), len(people)) == (1000, 36)
    assert sequences["bengal"].frames[-1].time == pytest.approx(999 / 25)
