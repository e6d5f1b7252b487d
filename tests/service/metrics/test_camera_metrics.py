from __future__ import annotations

from types import SimpleNamespace

import pytest

from rollcall.model import Sighting
from rollcall.service import Event, EventKind
from rollcall.service.analysis.scene import Scene
from rollcall.service.analysis.work import Stage, Work
from rollcall.service.metrics import Metrics


def scene(pts, *tracks, embeddings=0):
    people = tuple(SimpleNamespace(track=SimpleNamespace(number=number)) for number in tracks)
    return Scene("door", 0, pts, 0.0, (640, 360), people, {}, Work({Stage.DETECT: 0.03}, embeddings))


@pytest.fixture
def metrics():
    return Metrics()


def values(metrics):
    """Return every sample by its name, its labels beside it where there are several."""
    samples = (sample for family in metrics.collect() for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_tracks_are_counted_once_and_timed_while_they_are_seen(metrics):
    door = metrics.of("door")
    for pts, tracks in ((1.0, ()), (1.5, (1,)), (2.0, (1, 2)), (2.5, (1, 3)), (60.0, (3,))):
        door.analysed(scene(pts, *tracks), 0.1)
    found = values(metrics)
    assert found["rollcall_tracks_total", "door"] == 3
    # Nobody knows who was there in the minute without a frame.
    assert found["rollcall_track_seconds_total", "door"] == pytest.approx(0.5 * (1 + 2 + 2))
    assert found["rollcall_tracks_visible", "door"] == 1
    assert found["rollcall_frames_analysed_total", "door"] == 5


def test_a_frame_from_a_clock_before_ours_is_new_and_not_from_tomorrow(metrics):
    metrics.of("door").analysed(scene(1.0), -0.4)
    found = values(metrics)
    assert found["rollcall_frame_age_seconds_sum", "door"] == 0
    assert found["rollcall_frame_age_seconds_count", "door"] == 1


def test_stages_and_embeddings_are_counted(metrics):
    door = metrics.of("door")
    door.analysed(scene(1.0, 1, embeddings=2), 0.1)
    door.encoded(0.004)
    door.dropped(3)
    door.failed()
    found = values(metrics)
    assert found["rollcall_embeddings_total", "door"] == 2
    assert found["rollcall_stage_seconds_sum", "door", "detect"] == pytest.approx(0.03)
    assert found["rollcall_stage_seconds_sum", "door", "encode"] == pytest.approx(0.004)
    assert found["rollcall_frames_dropped_total", "door"] == 3
    assert found["rollcall_frames_failed_total", "door"] == 1


def test_viewers_come_and_go(metrics):
    door = metrics.of("door")
    with door.watched("h264"):
        assert values(metrics)["rollcall_viewers", "door", "h264"] == 1
    assert values(metrics)["rollcall_viewers", "door", "h264"] == 0


@pytest.mark.parametrize(
    ("kind", "person", "sightings", "names"),
    [
        (EventKind.APPEARED, None, 1, 0),
        (EventKind.APPEARED, "p1", 1, 1),
        (EventKind.NAMED, "p1", 0, 1),
        (EventKind.LEFT, "p1", 0, 0),
    ],
)
def test_names_are_counted_when_they_are_given(metrics, kind, person, sightings, names):
    metrics.count_event(Event(kind, Sighting("door", 1, 0.0, 1.0, person=person)))
    found = values(metrics)
    assert found.get(("rollcall_sightings_total", "door"), 0) == sightings
    assert found.get(("rollcall_names_total", "door"), 0) == names


def test_a_camera_that_is_gone_takes_its_figures_with_it(metrics):
    for camera in ("door", "yard"):
        counted = metrics.of(camera)
        counted.analysed(scene(1.0, 1), 0.1)
        counted.joined("mjpeg")
    metrics.keep_only({"yard"})
    cameras = {sample.labels.get("camera") for family in metrics.collect() for sample in family.samples}
    assert cameras == {None, "yard"}
    # It may come again.
    metrics.of("door").dropped(1)
    assert values(metrics)["rollcall_frames_dropped_total", "door"] == 1


def test_two_systems_count_for_themselves():
    first, second = Metrics(), Metrics()
    first.of("door").dropped(2)
    assert ("rollcall_frames_dropped_total", "door") not in values(second)
