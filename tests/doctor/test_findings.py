"""What the doctor finds: real decoders, real cameras on loopback, a real full disk, a real broken database."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import ExitStack, closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import ImageFont

from rollcall.capture import RtspServer
from rollcall.capture.decoding.decoder_trial import try_decoders
from rollcall.capture.installation import NEEDED_ELEMENTS
from rollcall.config import (
    PAGE_KEY,
    CaptureSettings,
    Settings,
    StoreSettings,
    ViewSettings,
    VisionSettings,
    WebSettings,
    parse_cameras,
)
from rollcall.doctor import Finding, Level, examine, worst_of
from rollcall.doctor.alerts import check_alerts
from rollcall.doctor.cameras import check_cameras
from rollcall.doctor.data import check_store
from rollcall.doctor.machine import check_clock, check_disk, check_fonts, check_zone
from rollcall.doctor.models import check_pack
from rollcall.doctor.pages import check_pages
from rollcall.doctor.receivers import check_receivers
from rollcall.errors import ConfigError, ModelError, StoreError
from rollcall.redaction import SourceUrl
from rollcall.store import Store

_SOURCES = Path(__file__).resolve().parents[2] / "src" / "rollcall" / "capture"
_OTHER_SYSTEMS = {"mfvideosrc", "avfvideosrc", "v4l2src"}


def only(findings):
    (finding,) = findings
    return finding


@pytest.fixture
def store(tmp_path):
    settings = StoreSettings(data=tmp_path / "data")
    Store(settings).close()
    return settings


def test_every_element_that_is_made_is_looked_for():
    text = "\n".join(file.read_text("utf-8") for file in _SOURCES.rglob("*.py"))
    made = set(re.findall(r'\bmake\("(\w+)"', text))
    assert len(made) > 10
    assert made - _OTHER_SYSTEMS <= {name for names in NEEDED_ELEMENTS.values() for name in names}


def test_decoders_decode():
    trials = list(try_decoders())
    assert {"H264", "H265", "JPEG"} <= {trial.codec for trial in trials}
    assert [trial for trial in trials if trial.fault and not trial.hardware] == []


def test_cameras_are_told_with_their_video_or_why_there_is_none():
    launch = (
        "videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=20/1 ! "
        "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=20 ! rtph264pay name=pay0"
    )
    with RtspServer() as server:
        urls = f"door={server.publish_launch('/door', launch)}", "dead=rtsp://admin:hunter2@127.0.0.1:9/1"
        door, dead = check_cameras(parse_cameras(urls), CaptureSettings(), 20.0)
    assert "H264 320x240" in door.words
    # On a busy machine the camera is a little late.
    assert re.search(r"a keyframe every 1\.\d s", door.words)
    assert (door.level, "larger profile" in door.remedy) == (Level.WARNING, True)
    assert (dead.level, dead.subject) == (Level.PROBLEM, "camera dead")
    assert "cannot be reached on port 9" in dead.words
    assert "hunter2" not in dead.words


def test_a_file_that_is_no_video_is_a_problem(tmp_path):
    (tmp_path / "note.mp4").write_bytes(b"no video")
    finding = only(check_cameras(parse_cameras((str(tmp_path / "note.mp4"),)), CaptureSettings(), 20.0))
    assert (finding.level, "note.mp4" in finding.words) == (Level.PROBLEM, True)


def test_no_camera_is_the_demo():
    assert "demo" in only(check_cameras((), CaptureSettings(), 1.0)).words


def test_a_whole_database_is_told_with_who_uses_it(store):
    assert "not in use" in only(check_store(store)).words
    with closing(Store(store)):
        assert f"in use by another Rollcall (process {os.getpid()})" in only(check_store(store)).words
    # Whoever looked holds nothing.
    Store(store).close()


def test_a_clock_by_which_nothing_is_deleted_is_a_warning(store):
    with closing(Store(store)) as kept:
        kept.clock.read(1_700_000_000)
    whole, doubt = check_store(store)
    assert (whole.level, doubt.level, doubt.subject) == (Level.OK, Level.WARNING, "retention")
    assert "days ahead of what was expected" in doubt.words


def test_a_look_leaves_the_data_as_they_were(store):
    before = {file.name: file.read_bytes() for file in store.data.iterdir() if file.is_file()}
    only(check_store(store))
    after = {file.name: file.read_bytes() for file in store.data.iterdir() if file.is_file()}
    assert {name: data for name, data in after.items() if not name.endswith(("-wal", "-shm"))} == before


def test_a_database_of_noise_is_a_problem(store):
    (store.data / "rollcall.db").write_bytes(os.urandom(8192))
    with pytest.raises(StoreError, match="no database, or is damaged"):
        list(check_store(store))


def test_a_damaged_page_is_found(store):
    file = store.data / "rollcall.db"
    with closing(sqlite3.connect(file)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'people'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as out:
        out.seek((page - 1) * size)
        out.write(b"\xff" * size)
    findings = list(examine_store(store))
    assert findings[-1].level is Level.PROBLEM
    assert "damaged" in findings[-1].words


def examine_store(store):
    """Return what a whole examination finds of the database, whether it is told or raised."""
    load = Settings(store=store, vision=VisionSettings(pack="dlib")).model_copy
    return [finding for finding in examine(load, 1.0) if finding.subject == "database"]


def test_a_full_disk_is_a_problem_and_a_running_store_can_still_be_read(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if os.name == "nt" or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        settings = StoreSettings(data=disk / "data")
        with closing(Store(settings)):
            with pytest.raises(OSError, match="No space"):
                (disk / "filler").write_bytes(bytes(10_000_000))
            assert only(check_disk(settings)).level is Level.PROBLEM
            assert "is whole" in only(check_store(settings)).words
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_receivers_of_alerts_are_looked_for_and_told_nothing():
    said = []

    def listen(server):
        connection, _ = server.accept()
        with connection:
            said.append(connection.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=(server,))
        thread.start()
        port = server.getsockname()[1]
        settings = Settings.model_validate(
            {
                "webhooks": [
                    {"name": "phone", "url": f"http://127.0.0.1:{port}/secret-path"},
                    {"name": "gone", "url": "http://127.0.0.1:9/secret-path"},
                ],
                "commands": [{"name": "bell", "run": ["no-such-program"]}, {"name": "echo", "run": ["python3"]}],
            }
        )
        findings = {finding.subject: finding for finding in check_receivers(settings)}
        thread.join()
    assert said == [b""]
    assert findings["webhook phone"].level is findings["command echo"].level is Level.OK
    assert findings["webhook gone"].level is Level.WARNING
    assert "no-such-program" in findings["command bell"].words
    assert "secret-path" not in str(findings)


def test_what_alerts_name_and_nobody_bears_is_a_warning(store):
    with closing(Store(store)) as kept:
        kept.people.add("김하나", tags=["가족"])
    rules = [
        {"name": "well", "who": ["김하나", "tag:가족", "unknown"], "cameras": "door", "to": "phone"},
        {"name": "camera", "cameras": ["door", "dor"], "to": "phone"},
        {"name": "person", "who": "김둘", "to": "phone"},
        {"name": "group", "who": "tag:famly", "to": "phone"},
    ]
    findings = list(check_alerts(settings_of(rules, store), ["door"]))
    assert [(finding.subject, finding.words) for finding in findings] == [
        ("alert camera", "no camera is called 'dor' so far"),
        ("alert person", "nobody is called '김둘' so far"),
        ("alert group", "nobody has the tag 'famly' so far"),
    ]
    assert {finding.level for finding in findings} == {Level.WARNING}
    assert "or correct 'cameras'" in findings[0].remedy
    assert only(check_alerts(settings_of(rules[:1], store), ["door"])).level is Level.OK


def test_before_the_first_start_nobody_is_missed_by_an_alert(tmp_path):
    settings = settings_of([{"name": "home", "who": "Ada", "to": "phone"}], StoreSettings(data=tmp_path / "data"))
    assert only(check_alerts(settings, [])).level is Level.OK
    assert not (tmp_path / "data").exists()


def test_what_was_set_up_on_a_page_counts_and_other_cameras_may_stand_in(store):
    with closing(Store(store)) as kept:
        kept.preferences.set(PAGE_KEY, {"values": {"vision.pack": "dlib"}, "model": ""})
        kept.cameras.put("yard", SourceUrl("rtsp://127.0.0.1:9/"))
    settings = settings_of([{"name": "home", "cameras": ["yard", "roof"], "to": "phone"}], store)
    settings = settings.model_copy(update={"vision": VisionSettings()})
    stand_in = parse_cameras(("door=test://",))
    found = {finding.subject: finding.words for finding in examine(settings.model_copy, 20.0, stand_in)}
    assert found["models"].startswith("pack dlib, since it is set")
    assert found["alert home"] == "no camera is called 'roof' so far"
    assert {subject for subject in found if subject.startswith("camera ")} == {"camera door"}


def settings_of(rules, store):
    """Return settings with these alerts, for a receiver that does not answer."""
    phone = {"name": "phone", "url": "http://127.0.0.1:9/"}
    return Settings.model_validate({"store": store, "vision": {"pack": "dlib"}, "webhooks": [phone], "alerts": rules})


def test_a_clock_in_the_past_is_a_problem():
    assert only(check_clock(0.0)).level is Level.PROBLEM
    assert only(check_clock()).level is not Level.PROBLEM


def test_a_time_zone_that_is_not_here_is_a_warning():
    assert only(check_zone("Asia/Seoul")).level is Level.OK
    assert only(check_zone("Asia/Seol")).level is Level.WARNING
    assert [*check_zone("KST-9"), *check_zone(None)] == []


def test_a_font_without_korean_is_a_warning(tmp_path):
    latin = tmp_path / "latin.ttf"
    latin.write_bytes(ImageFont.load_default(20).font_bytes)
    finding = only(check_fonts(ViewSettings(font=latin)))
    assert (finding.level, "boxes" in finding.words) == (Level.WARNING, True)


def test_the_pack_is_told_with_its_reason_and_licence(tmp_path):
    told = only(check_pack(VisionSettings(pack="dlib"), tmp_path))
    assert "pack dlib, since it is set; licence: public domain" in told.words
    fetched = only(check_pack(VisionSettings(pack="buffalo_l", accept_license=True), tmp_path))
    assert (fetched.level, "to be fetched" in fetched.words) == (Level.WARNING, True)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ModelError, match="not accepted"):
        list(check_pack(VisionSettings(pack="buffalo_l"), tmp_path))


def test_bad_settings_leave_the_machine_to_look_at_and_what_is_broken_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "rollcall.view.fonts", None)

    def load():
        raise ConfigError("Setting 'web.port': no number.")

    findings = list(examine(load, 1.0))
    assert [finding.words for finding in findings if finding.subject == "settings"] == [
        "Setting 'web.port': no number."
    ]
    assert {"GStreamer", "decoder H264", "clock", "fonts"} <= {finding.subject for finding in findings}
    assert "is missing or broken" in next(finding.words for finding in findings if finding.subject == "fonts")
    assert worst_of(findings) is Level.PROBLEM


def test_a_free_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert only(check_pages(WebSettings(port=port))) == Finding("pages", Level.OK, f"port {port} is free")


@pytest.mark.parametrize(
    ("body", "level", "words"),
    [
        (b'{"status": "ok"}', Level.OK, "is well"),
        (b'{"status": "degraded", "version": "0.1.0"}', Level.WARNING, "is not well"),
        (b"<html>", Level.WARNING, "something else"),
        (b"[]", Level.WARNING, "something else"),
    ],
)
def test_a_rollcall_at_its_port_is_asked_how_it_is(answering, body, level, words):
    finding = only(check_pages(WebSettings(port=answering(body))))
    assert (finding.level, words in finding.words) == (level, True)


@pytest.fixture
def answering():
    """Return what answers every request with a body, and gives the port where."""
    with ExitStack() as ending:

        def answer(body):
            class Answer(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *_):
                    pass

            server = ending.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), Answer))
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            ending.callback(thread.join)
            ending.callback(server.shutdown)
            return server.server_address[1]

        yield answer
