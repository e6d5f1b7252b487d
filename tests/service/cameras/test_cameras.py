"""Cameras that come, change and go while others run, on real streams."""

from __future__ import annotations

from contextlib import closing
from time import time

import pytest

from rollcall.capture import RtspServer, StreamState
from rollcall.config import CameraSettings, CaptureSettings, Settings, StoreSettings, VisionSettings
from rollcall.errors import SourceUnreachable, SourceUnsupported
from rollcall.model import Sighting
from rollcall.redaction import SourceUrl
from rollcall.service import CameraOrigin, System
from rollcall.service.cameras.cameras import CameraFixedError, CameraTakenError, UnknownCameraError
from rollcall.store import Store
from rollcall.view import Feeds
from rollcall.vision import load_pack, read_image

TEST = SourceUrl("test://?size=320x180&fps=10")
OTHER = SourceUrl("test://?size=160x90&fps=10")
NOBODY = SourceUrl("rtsp://127.0.0.1:9/nobody")
PATIENCE = 30.0
MASK = ((0.0, 0.0), (1.0, 0.0), (1.0, 0.5))


@pytest.fixture(scope="module")
def pack(models_dir):
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture
def settings(tmp_path):
    """One camera in the settings; others are tried for three seconds."""
    return Settings(
        cameras=(CameraSettings(name="door", url=TEST),),
        capture=CaptureSettings(connect_timeout_seconds=3),
        store=StoreSettings(data=tmp_path),
    )


@pytest.fixture
def system(settings, pack):
    system = System(settings, pack)
    system.start()
    yield system
    system.stop()


def is_seen(pipeline):
    return pipeline.wait_frame(-1, PATIENCE) is not None


def test_a_camera_comes_and_goes_and_no_other_one_notices(system):
    door = system.cameras.get("door").pipeline
    yard = system.cameras.add("yard", OTHER).pipeline
    assert [pipeline.name for pipeline in system.pipelines] == ["door", "yard"]
    assert is_seen(door)
    assert is_seen(yard)
    attempts = door.status.attempts
    packets, scenes = yard.packets(), yard.scenes
    system.cameras.remove("yard")
    assert system.pipelines == (door,)
    assert (yard.ended, packets.closed, scenes.closed) == (True, True, True)
    assert (door.status.attempts, door.status.state) == (attempts, StreamState.LIVE)


def test_added_cameras_are_there_again_after_a_restart(settings, pack):
    for _ in range(2):
        system = System(settings, pack)
        if system.cameras.find("yard") is None:
            system.cameras.add("yard", OTHER)
            system.cameras.mask("door", (MASK,))
        names = [(camera.name, camera.origin) for camera in system.cameras.all]
        assert names == [("door", CameraOrigin.SETTINGS), ("yard", CameraOrigin.PAGE)]
        assert system.cameras.masks("door") == (MASK,)
        system.stop()


def test_a_camera_of_the_settings_is_fixed_and_goes_before_one_of_the_same_name(settings, pack):
    with closing(Store(settings.store)) as store:
        store.cameras.put("door", OTHER)
    system = System(settings, pack)
    assert [camera.settings.url for camera in system.cameras.all] == [TEST]
    for change in (lambda: system.cameras.change("door", OTHER), lambda: system.cameras.remove("door")):
        with pytest.raises(CameraFixedError, match="start anew"):
            change()
    system.stop()


def test_names_are_unique_and_unknown_ones_are_told(system):
    with pytest.raises(CameraTakenError):
        system.cameras.add("door", OTHER)
    with pytest.raises(UnknownCameraError, match="there are: door"):
        system.cameras.change("roof", OTHER)
    with pytest.raises(SourceUnsupported):
        system.cameras.add("roof", SourceUrl("gopher://roof"))
    assert [camera.name for camera in system.cameras.all] == ["door"]


def test_a_live_camera_goes_on_until_its_successor_shows_a_picture(system):
    yard = system.cameras.add("yard", OTHER).pipeline
    assert is_seen(yard)
    with pytest.raises(SourceUnreachable, match="goes on as it was"):
        system.cameras.change("yard", NOBODY)
    assert system.cameras.get("yard").pipeline is yard
    assert yard.status.state is StreamState.LIVE
    assert system.store.cameras.all() == {"yard": OTHER}
    changed = system.cameras.change("yard", TEST).pipeline
    assert changed.wait_frame(-1, 0.0) is not None
    assert yard.ended
    assert system.store.cameras.all() == {"yard": TEST}


def test_a_new_name_takes_the_past_the_masks_and_the_place_with_it(system):
    yard = system.cameras.add("yard", OTHER).pipeline
    system.cameras.add("roof", OTHER)
    system.cameras.mask("yard", (MASK,))
    system.store.cameras.put_masks("garden", (MASK, MASK))
    past = system.store.sightings.add(Sighting("yard", 1, time(), time()))
    assert is_seen(yard)
    garden = system.cameras.change("yard", new_name="garden")
    assert [camera.name for camera in system.cameras.all] == ["door", "garden", "roof"]
    assert list(system.store.cameras.all()) == ["garden", "roof"]
    assert (system.cameras.masks("garden"), system.store.cameras.masks("yard")) == ((MASK,), ())
    assert system.store.sightings.get(past).camera == "garden"
    assert is_seen(garden.pipeline)
    assert (garden.pipeline.name, yard.ended) == ("garden", True)
    with pytest.raises(CameraTakenError):
        system.cameras.change("garden", new_name="roof")


def test_a_camera_that_is_not_live_gives_way_at_once(system):
    lost = system.cameras.add("yard", NOBODY).pipeline
    assert is_seen(system.cameras.change("yard", OTHER).pipeline)
    assert lost.ended


def test_feeds_follow_the_cameras(system):
    feeds = Feeds(system.cameras, system.settings.view)
    system.cameras.add("yard", OTHER)
    feed = feeds.find("yard")
    assert feed is feeds.find("yard")
    assert is_seen(system.cameras.get("yard").pipeline)
    with feed:
        count, _ = feed.pictures.wait(0, PATIENCE)
        assert count > 0
        system.cameras.change("yard", TEST)
        while not feed.pictures.closed:
            count, _ = feed.pictures.wait(count, PATIENCE)
    assert feeds.find("yard") is not feed
    system.cameras.remove("yard")
    assert (feeds.find("yard"), feeds.names) == (None, ("door",))
    feeds.close()


def test_nobody_is_looked_for_within_a_mask(system, shared_dir):
    photo = shared_dir / "data" / "portraits" / "tv_cast" / "penny" / "penny1.png"
    image = read_image(photo)
    image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]
    with RtspServer() as server:
        url = server.publish_frames("/penny", lambda _: image, (image.shape[1], image.shape[0]), 10)
        pipeline = system.cameras.add("yard", SourceUrl(url)).pipeline
        seen, scene = pipeline.scenes.wait(0, PATIENCE)
        while not scene.people:
            seen, scene = pipeline.scenes.wait(seen, PATIENCE)
        system.cameras.mask("yard", (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),))
        for _ in range(2):
            # The frame in hand may have been looked at before the mask was there.
            seen, scene = pipeline.scenes.wait(seen, PATIENCE)
        assert scene.people == ()
        system.cameras.mask("yard", ())
        while not scene.people:
            seen, scene = pipeline.scenes.wait(seen, PATIENCE)
