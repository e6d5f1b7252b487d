"""Commands as real programs: their input, their limits, and what they must not get."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.samples import ADA, alert, stay, stranger
from outputs.waiting import until
from rollcall.config import CommandSettings
from rollcall.outputs.command import Command, try_command

NASTY = '\'; touch /tmp/owned; echo "$(id)" `id` %PATH%\n김철수'


def settings(*run: str, **given) -> CommandSettings:
    return CommandSettings.model_validate({"name": "lamp", "run": run} | given)


def python(text: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text, *arguments)


@contextmanager
def running(command_settings):
    command = Command(command_settings)
    command.start()
    try:
        yield command
    finally:
        command.stop()


def test_a_program_gets_the_alert_as_json_and_in_its_environment_and_no_shell(tmp_path, monkeypatch):
    monkeypatch.setenv("ROLLCALL_STORE_KEY", "s3cret")
    monkeypatch.setenv("RTSP_URL", "rtsp://u:s3cret@host/")
    note = "import json, os, sys; json.dump([sys.argv, json.load(sys.stdin), dict(os.environ)], open(sys.argv[1], 'w'))"
    target = tmp_path / "note.json"
    with running(settings(*python(note, str(target), "$HOME"))) as command:
        command.take(one := alert(replace(stay(ADA, NASTY), stranger=7)))
        state = until(lambda: command.state, true=lambda state: state.words == "1 done")
    assert state.well
    arguments, message, environment = json.loads(target.read_text())
    assert arguments == ["-c", str(target), "$HOME"]
    assert message["person"] == {"id": ADA, "name": NASTY, "tags": ["family"]}
    assert message["snapshot"] is None
    given = {name: value for name, value in environment.items() if name.startswith("ROLLCALL_")}
    assert given == {
        "ROLLCALL_ALERT": "rule",
        "ROLLCALL_MOMENT": "arrives",
        "ROLLCALL_CAMERA": "door",
        "ROLLCALL_PERSON": ADA,
        "ROLLCALL_NAME": NASTY,
        "ROLLCALL_TAGS": "family",
        "ROLLCALL_STRANGER": "7",
        "ROLLCALL_SIGHTING": "1",
        "ROLLCALL_TIME": str(one.time),
    }
    assert "s3cret" not in str(environment)
    assert not Path("/tmp/owned").exists()  # noqa: S108 - what the name would make


@pytest.mark.skipif(os.name == "nt", reason="needs a group of processes")
def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path):
    note = tmp_path / "child"
    endless = settings("sh", "-c", 'sleep 600 & echo $! > "$1"; wait', "sh", str(note), timeout_seconds=1)
    assert str(try_command(endless, alert())) == "command lamp: was ended after 1 s"
    child = int(note.read_text())
    until(lambda: _is_gone(child))


@pytest.mark.parametrize(("slept", "trouble"), [(0.0, "was ended after 1 s"), (8 * 3600.0, "")])
def test_a_program_is_given_the_time_in_which_the_machine_slept_anew(slept, trouble):
    now = iter((0.0, 1.0 + slept))
    command = Command(settings("sleep", "1.5", timeout_seconds=1), clock=lambda: next(now))
    assert command.run(alert()) == trouble


def _is_gone(process: int) -> bool:
    """Whether a process has ended, waited for by its parent or not."""
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_only_so_many_run_at_once(tmp_path):
    count = (
        "import os, sys, time\n"
        "open(os.path.join(sys.argv[1], f'began-{os.getpid()}'), 'w').close()\n"
        "while not os.path.exists(os.path.join(sys.argv[1], 'go')): time.sleep(0.01)"
    )
    with running(settings(*python(count, str(tmp_path)), parallel=2)) as command:
        for _ in range(4):
            command.take(alert(stranger()))
        until(lambda: len(list(tmp_path.glob("began-*"))), true=lambda began: began == 2)
        assert command.state.waiting == 2
        (tmp_path / "go").touch()
        until(lambda: command.state.words, true="4 done".__eq__)


def test_too_many_alerts_are_given_up_with_a_word(caplog):
    command = Command(settings(*python("")))
    for _ in range(103):
        command.take(alert())
    assert (command.state.waiting, command.state.dropped) == (100, 3)
    assert "an alert was given up, since 100 wait already" in caplog.text


def test_what_goes_wrong_is_told_with_the_programs_own_words():
    failing = settings(*python("import sys; print('x' * 100_000, 'no lamp here', file=sys.stderr); sys.exit(3)"))
    state = try_command(failing, alert())
    assert state.words.startswith("ended with 3: ")
    assert state.words.endswith("no lamp here")
    assert len(state.words) < 300
    assert try_command(settings("/nowhere/lamp"), alert()).words == "cannot be started: No such file or directory"
