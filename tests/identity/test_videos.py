"""Real films, every frame of them, through the stages of a camera."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rollcall.bench.identity.video import Watch, watch_video
from rollcall.config import VisionSettings
from rollcall.identity import Gallery, enrol_folder
from rollcall.vision import ModelPack, load_pack

LABELS = Path(__file__).parent / "labels"
MIRANDA = "lin-manuel-miranda"
LEAST_OVERLAP = 0.4


@pytest.fixture(scope="module")
def pack(models_dir: Path) -> ModelPack:
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture(scope="module", params=[1, 3, 6], ids=["30 a second", "10 a second", "5 a second"])
def hamilton(request: pytest.FixtureRequest, pack: ModelPack, shared_dir: Path) -> Watch:
    videos = shared_dir / "data/videos"
    gallery = Gallery(enrol_folder(videos / "gallery/hamilton", pack).people, pack.metric)
    return watch_video(videos / "ageitgey_short_hamilton_clip.mp4", pack, gallery, every=request.param)


def overlap(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    shared = float(np.prod(np.clip(sides, 0, None)))
    return shared / (float(np.prod(one[2:] - one[:2])) + float(np.prod(other[2:] - other[:2])) - shared)


def faces_labelled(name: str) -> Mapping[str, Mapping[int, NDArray[np.float32]]]:
    """Return person -> frame -> box of a file of labels."""
    people: dict[str, dict[int, NDArray[np.float32]]] = defaultdict(dict)
    with (LABELS / name).open() as lines:
        for row in csv.DictReader(lines):
            box = np.array([row[side] for side in ("x1", "y1", "x2", "y2")], np.float32)
            people[row["person"]][int(row["frame"])] = box
    return people


@pytest.mark.slow
def test_miranda_is_named_within_five_frames_and_in_nearly_all_of_his_frames(hamilton: Watch) -> None:
    # He is alone on the left of the cut-in close-up and on the right of the opening shot.
    his = [
        seen.decision.name
        for scene in hamilton.scenes
        for seen in scene.people
        if is_miranda(scene.sequence, seen.track.face.box)
    ]
    assert MIRANDA in his[:5]
    assert his.count(MIRANDA) / len(his) >= 0.95


def is_miranda(sequence: int, box: NDArray[np.float32]) -> bool:
    """Return whether a face is his by place: frames 0 to 19 right half, 82 to 210 everywhere."""
    return (sequence < 20 and box[0] > 320) or 82 <= sequence <= 210


@pytest.mark.slow
def test_nobody_else_gets_a_name(hamilton: Watch) -> None:
    wrong = [
        (scene.sequence, seen.decision.name)
        for scene in hamilton.scenes
        for seen in scene.people
        if seen.decision.name is not None and not is_miranda(scene.sequence, seen.track.face.box)
    ]
    assert wrong == []


@pytest.mark.slow
def test_no_number_changes_for_three_people_who_walk_to_the_camera(pack: ModelPack, shared_dir: Path) -> None:
    watch = watch_video(shared_dir / "data/videos/timesler_video.mp4", pack, Gallery((), pack.metric))
    scenes = {scene.sequence: scene for scene in watch.scenes}
    for person, boxes in faces_labelled("timesler_video.csv").items():
        numbers = {
            frame: seen.track.number
            for frame, box in boxes.items()
            for seen in scenes[frame].people
            if overlap(seen.track.face.box, box) >= LEAST_OVERLAP
        }
        assert len(set(numbers.values())) == 1, f"{person}: {numbers}"
        assert len(numbers) >= 0.8 * len(boxes), f"{person} is seen in {sorted(numbers)} only"
