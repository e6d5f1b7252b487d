"""The whole way on real video: a clip, played by a real RTSP server, into the system with a gallery beside it."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

import pytest

from rollcall.capture import Encoding, RtspServer, StreamState
from rollcall.config import Settings, StoreSettings, VisionSettings, parse_cameras
from rollcall.model import Box
from rollcall.service import Event, EventKind, System
from rollcall.store import SightingFilter, Store
from rollcall.vision import load_pack

_MIRANDA = "lin-manuel-miranda"
_PEOPLE = 3
"""In the gallery beside the clip, one photo each."""
_LONGEST_SECONDS = 60.0
"""Much longer than the clip of nine seconds, for a machine that is busy."""


@dataclass(frozen=True)
class Seen:
    """One person in one analysed frame, as the viewer was told."""

    pts: float
    name: str | None
    box: Box


@dataclass(frozen=True)
class Watched:
    """What came out of the system."""

    seen: list[Seen]
    events: list[Event]
    store: StoreSettings


@pytest.fixture(scope="module", params=["h264", "h265"])
def watched(request, shared_dir, models_dir, tmp_path_factory):
    """The clip, played once over RTSP, and everything that the system said of it."""
    videos = shared_dir / "data" / "videos"
    with RtspServer() as server:
        encoding = Encoding(request.param, kilobits_per_second=6000)
        url = server.publish_file("/stage", videos / "ageitgey_short_hamilton_clip.mp4", encoding, loop=False)
        settings = Settings(
            cameras=parse_cameras((f"stage={url}",)),
            vision=VisionSettings(models=models_dir),
            store=StoreSettings(data=tmp_path_factory.mktemp("data"), gallery=videos / "gallery" / "hamilton"),
        )
        pack = load_pack(settings.vision)
        _enrol(settings, pack)
        return _watch(settings, pack)


def _enrol(settings, pack):
    """Let the gallery's folder be enrolled before the clip begins; it stands in the store from then on."""
    system, waiting = System(settings.model_copy(update={"cameras": ()}), pack), threading.Event()
    system.start()
    try:
        for _ in range(int(_LONGEST_SECONDS / 0.1)):
            if len(system.gallery) == _PEOPLE:
                return
            waiting.wait(0.1)
        raise AssertionError(f"enrolled only {[person.name for person in system.gallery.people]}")
    finally:
        system.stop()


def _watch(settings, pack):
    system = System(settings, pack)
    pipeline = system.pipelines[0]
    seen, events, over = [], [], threading.Event()

    def note():
        scene = pipeline.scenes.value
        seen.extend(Seen(scene.pts, entry.decision.name, entry.track.face.box) for entry in scene.people)

    pipeline.scenes.listen(note)
    system.events.listen(events.append)
    system.start()
    try:
        # A camera that ends is asked again; the clip is over once it was live and is no more.
        was_live = False
        for _ in range(int(_LONGEST_SECONDS / 0.1)):
            over.wait(0.1)
            is_live = pipeline.status.state is StreamState.LIVE
            if was_live and not is_live:
                break
            was_live = was_live or is_live
    finally:
        system.stop()
    return Watched(seen, events, settings.store)


def test_miranda_is_named(watched):
    # In how many of his frames, `rollcall bench identity` measures: a busy machine analyses few of the nine seconds.
    assert [one for one in watched.seen if one.name == _MIRANDA]


def test_nobody_else_gets_a_name(watched):
    # The gallery holds two more people, and a theatre full of faces sits in the dark.
    assert {one.name for one in watched.seen} <= {_MIRANDA, None}
    assert {event.sighting.name for event in watched.events} <= {_MIRANDA, None}


def test_the_sighting_stands_in_the_store(watched):
    store = Store(watched.store)
    try:
        kept = store.sightings.page(SightingFilter(known=True)).items
        assert kept
        assert {record.name for record in kept} == {_MIRANDA}
        assert all(record.camera == "stage" and record.end >= record.start for record in kept)
        assert all(store.images.read(record.image)[:2] == b"\xff\xd8" for record in kept)
    finally:
        store.close()


def test_everybody_who_appeared_left_or_was_joined(watched):
    told = Counter(event.kind for event in watched.events)
    assert told[EventKind.APPEARED] == told[EventKind.LEFT] + told[EventKind.JOINED] > 0
