from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.cli.running.logs import log_formatter, set_up_logs
from rollcall.redaction import redact

HOSTILE = "김철수\n2026-11-28T08:00:00.000+00:00 INFO    named person=Eve\r\x1b[2K\u2028\u202e\x85"


@pytest.fixture
def written(monkeypatch):
    """Return what sets the logs up and gives the stream they come to lie in; afterwards all is as it was."""
    root = logging.getLogger()
    before, level, hooks = root.handlers[:], root.level, (threading.excepthook, sys.excepthook)

    def set_up(form):
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        set_up_logs(form)
        return stream

    yield set_up
    logging.captureWarnings(False)
    root.handlers[:] = before
    threading.excepthook, sys.excepthook = hooks
    root.setLevel(level)


def fail():
    try:
        raise ValueError(HOSTILE)
    except ValueError:
        logging.getLogger("rollcall.x").exception("camera %s failed", HOSTILE, extra={"camera": HOSTILE})


def test_a_json_line_has_its_values_by_name(written):
    stream = written("json")
    values = {"camera": "door", "score": 0.62, "track": 3, "level": "forged", "nothing": None, "odd": float("nan")}
    logging.getLogger("rollcall.x").warning("named", extra=values)
    line = json.loads(stream.getvalue())
    assert list(line)[:4] == ["time", "level", "logger", "message"]
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert (line["level"], line["logger"], line["message"]) == ("warning", "rollcall.x", "named")
    assert (line["camera"], line["score"], line["track"], line["nothing"]) == ("door", 0.62, 3, None)
    assert line["odd"] == "nan"


def test_an_exception_is_a_field_of_its_line(written):
    stream = written("json")
    fail()
    (text,) = stream.getvalue().splitlines()
    line = json.loads(text)
    assert line["traceback"].startswith("Traceback")
    assert HOSTILE in line["traceback"]
    assert line["camera"] == HOSTILE


def test_no_name_can_pose_as_a_line_of_text(written):
    stream = written("text")
    fail()
    first, *rest = stream.getvalue().splitlines()
    assert r"김철수\n2026" in first
    assert rest
    assert all(line.startswith("    ") for line in rest)
    assert not {"\r", "\x1b", "\u202e"} & set(stream.getvalue())


@pytest.mark.parametrize("form", ["text", "json"])
@given(text=st.text())
def test_whatever_is_logged_is_one_line(form, text):
    line = log_formatter(form).format(logging.makeLogRecord({"msg": text, "camera": text}))
    assert len(line.splitlines()) == 1
    if form == "json":
        assert json.loads(line)["camera"] == redact(text)


@pytest.mark.parametrize("form", ["text", "json"])
def test_passwords_are_not_shown(written, form):
    stream = written(form)
    url = "rtsp://admin:hunter2@cam/1"
    try:
        raise OSError(url)
    except OSError:
        logging.getLogger("rollcall.x").exception("asking %s", url, extra={"url": url})
    assert stream.getvalue().count("admin:***@cam/1") == 3
    assert "hunter2" not in stream.getvalue()


def test_what_nobody_caught_and_warnings_are_json_too(written):
    stream = written("json")
    thread = threading.Thread(target=lambda: 1 / 0, name="analysis-door")
    thread.start()
    thread.join()
    sys.excepthook(KeyError, KeyError("main"), None)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old\nways", stacklevel=1)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines[0]["which"] == "analysis-door"
    assert "ZeroDivisionError" in lines[0]["traceback"]
    assert (lines[1]["level"], "KeyError" in lines[1]["traceback"]) == ("critical", True)
    assert "old\nways" in lines[2]["message"]
