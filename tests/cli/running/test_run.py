"""``rollcall run`` as a user meets it: a real process, real cameras on loopback, real signals."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import threading
from contextlib import closing, contextmanager
from itertools import pairwise

import cv2
import numpy as np
import pytest

from cli.command import ROLLCALL, clean_environment
from rollcall.capture import Account, RtspServer
from rollcall.config import StoreSettings
from rollcall.redaction import SourceUrl
from rollcall.store import Store

_LONGEST_SECONDS = 60


class Run:
    """A running ``rollcall run`` and what it has said so far."""

    def __init__(self, process):
        self.process = process
        self._said = []
        self.errors = []
        self._changed = threading.Condition()
        self._readers = [threading.Thread(target=self._read, args=(pipe,)) for pipe in (process.stdout, process.stderr)]
        for reader in self._readers:
            reader.start()

    def _read(self, pipe):
        for line in pipe:
            with self._changed:
                self._said.append(line)
                if pipe is self.process.stderr:
                    self.errors.append(line)
                self._changed.notify_all()

    @property
    def said(self):
        return "".join(self._said)

    def wait_for(self, *words):
        """Return the first line that holds all of ``words``."""

        def find():
            return next((line for line in self._said if all(word in line for word in words)), None)

        with self._changed:
            assert self._changed.wait_for(find, _LONGEST_SECONDS), f"never said {words}:\n{self.said}"
            return find()

    def stop(self, number=signal.SIGINT):
        """Send a signal and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(_LONGEST_SECONDS)
        finally:
            self.process.kill()
            for reader in self._readers:
                reader.join()


@pytest.fixture
def run(tmp_path, models_dir):
    """Return what starts ``rollcall run`` with some arguments and gives it while it runs."""

    @contextmanager
    def start(*arguments, port=None):
        port = port or _free_port()
        command = [str(ROLLCALL), "run", *arguments, "--models", str(models_dir), "--port", str(port)]
        process = subprocess.Popen(
            [*command, "--data", str(tmp_path / "data")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(),
        )
        running = Run(process)
        try:
            yield running
        finally:
            running.stop()

    return start


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_in_order(run, tmp_path, number):
    with run("door=test://") as running:
        running.wait_for("camera live", "camera=door")
        assert running.stop(number) == 0
        assert "Traceback" not in running.said
    files = {file.name for file in (tmp_path / "data").iterdir()}
    # SQLite removes its write-ahead log when the last connection is closed as it should be.
    assert "rollcall.db" in files
    assert "rollcall.db-wal" not in files
    with sqlite3.connect(tmp_path / "data" / "rollcall.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_dead_camera_does_not_stop_the_others(run):
    with run("dead=rtsp://admin:hunter2@127.0.0.1:9/1", "alive=test://", "--log", "json") as running:
        running.wait_for('"camera": "alive"', '"state": "live"')
        running.wait_for('"camera": "dead"', '"state": "retrying"')
        assert running.stop() == 0
        assert "hunter2" not in running.said
        lines = [json.loads(line) for line in running.errors]
    changes = [line for line in lines if line.get("camera") == "dead"]
    retrying = next(line for line in changes if line["state"] == "retrying")
    assert "rtsp://admin:***@127.0.0.1:9/1 cannot be reached on port 9" in retrying["reason"]
    assert (retrying["level"], retrying["retry_seconds"] > 0) == ("warning", True)
    # One line for each change, and none for what stayed as it was.
    states = [(line["state"], line.get("reason")) for line in changes]
    assert all(first != second for first, second in pairwise(states))


def test_a_camera_that_was_added_on_a_page_takes_the_place_of_the_demo(run, tmp_path):
    with closing(Store(StoreSettings(data=tmp_path / "data"))) as store:
        store.cameras.put("yard", SourceUrl("test://"))
        # No such pack is here: what a page chose must not keep the program from starting.
        store.preferences.set("settings", {"values": {"vision.pack": "custom:/nowhere"}, "model": ""})
    with run() as running:
        running.wait_for("the models that were chosen on a page cannot be had")
        running.wait_for("camera live", "camera=yard")
        assert running.stop() == 0
        assert "demo" not in running.said


def test_a_start_that_fails_is_told_as_json_too(tmp_path, run):
    with run("test://", "--gallery", str(tmp_path / "nowhere"), "--log", "json") as running:
        assert running.process.wait(_LONGEST_SECONDS) == 1
        running.wait_for("nowhere")
        running.stop()
        last = json.loads(running.errors[-1])
    assert (last["level"], "nowhere" in last["message"]) == ("critical", True)


def test_a_wrong_password_is_told_and_never_shown(run):
    with RtspServer(account=Account("admin", "right-one")) as server:
        server.publish_launch("/cam", "videotestsrc is-live=true ! x264enc ! rtph264pay name=pay0")
        with run(f"door=rtsp://admin:wrong-one@127.0.0.1:{server.port}/cam") as running:
            line = running.wait_for("camera=door", "password")
            assert "failed" in line
            assert running.stop() == 0
            assert "wrong-one" not in running.said


@pytest.mark.parametrize("content", [b"", b"no video at all " * 100])
def test_a_file_that_is_no_video_is_told(run, tmp_path, content):
    file = tmp_path / "note.mp4"
    file.write_bytes(content)
    with run(f"file={file}") as running:
        line = running.wait_for("camera=file", "note.mp4")
        assert "failed" in line
        assert running.stop() == 0
        assert "Traceback" not in running.said


def test_a_bad_photo_is_told_and_never_stops_the_start(run, tmp_path, shared_dir):
    gallery = tmp_path / "gallery"
    portraits = shared_dir / "data" / "portraits"
    bad = {
        "nobody": cv2.imencode(".png", np.full((300, 300, 3), 90, np.uint8))[1].tobytes(),
        "broken": b"\xff\xd8\xff\xe0 half a picture",
        "two": (portraits / "two_people.jpg").read_bytes(),
        "empty": b"",
    }
    for name, data in bad.items():
        (gallery / name).mkdir(parents=True)
        (gallery / name / "photo.jpg").write_bytes(data)
    known = next((portraits / "knn" / "train").glob("*/*.jpg"))
    (gallery / "김철수").mkdir()
    (gallery / "김철수" / "정면.jpg").write_bytes(known.read_bytes())
    with run("door=test://", "--gallery", str(gallery)) as running:
        assert "photos=1" in running.wait_for("enrolled", "folder=")
        running.wait_for("camera live", "camera=door")
        for name in bad:
            assert any(f"{name}/photo.jpg" in line for line in running.said.splitlines())
        assert "Traceback" not in running.said


def test_a_gallery_that_is_not_there_is_named(tmp_path, run):
    with run("test://", "--gallery", str(tmp_path / "nowhere")) as running:
        assert running.process.wait(_LONGEST_SECONDS) == 1
        running.wait_for("nowhere")
        assert "Traceback" not in running.said


def test_a_taken_port_is_named_with_the_remedy(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with run("test://", port=port) as running:
            assert running.process.wait(_LONGEST_SECONDS) == 1
            running.wait_for(str(port), "--port")
            assert "Traceback" not in running.said
