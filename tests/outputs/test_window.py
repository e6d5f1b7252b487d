"""The window on a real screen: an X server without a monitor, and keys pressed in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress

import pytest

from cli.command import clean_environment

_SIZE = (1400, 900)
_LONGEST_SECONDS = 60
_MOST_PRESSES = 100

_SHOW = """
import threading
from rollcall.capture import CameraStream
from rollcall.config import CaptureSettings, ViewSettings
from rollcall.outputs.window import show_window
from rollcall.redaction import SourceUrl
from rollcall.service.newest import Newest
from rollcall.view import Feed

class Watched:
    '''A camera without an analysis, since this is about the window.'''
    name = "door"
    scenes = Newest()
    stream = CameraStream("door", SourceUrl("test://"), CaptureSettings())
    wait_frame = stream.wait

Watched.stream.start()
Watched.stream.wait(-1, 30.0)
print("live", flush=True)
feed = Feed(Watched(), ViewSettings())
show_window(lambda: feed, threading.Event())
Watched.stream.stop()
print("closed", flush=True)
"""


@pytest.fixture
def screen(tmp_path):
    """Give the environment of a program on a screen of its own."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}, which is not installed here")
    with (tmp_path / "xvfb.log").open("w") as log:
        # -displayfd: the server takes a free number and tells it once it is ready.
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", f"{_SIZE[0]}x{_SIZE[1]}x24", "-nolisten", "tcp"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert server.stdout is not None
    try:
        yield clean_environment() | {"DISPLAY": f":{server.stdout.readline().strip()}", "SDL_VIDEODRIVER": "x11"}
    finally:
        server.terminate()
        server.wait(_LONGEST_SECONDS)


def _show(environment):
    return subprocess.Popen(
        [sys.executable, "-c", _SHOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def _press_until_closed(program, key, environment):
    """Press ``key`` in the middle of the screen, again and again, since nothing tells when the window is there."""
    for _ in range(_MOST_PRESSES):
        # Without a window manager the keyboard follows the pointer.
        middle = [str(_SIZE[0] // 2), str(_SIZE[1] // 2)]
        command = ["xdotool", "mousemove", *middle, "key", key]
        subprocess.run(command, env=environment, timeout=_LONGEST_SECONDS, check=True)
        with suppress(subprocess.TimeoutExpired):
            program.wait(0.3)
            return


@pytest.mark.parametrize("key", ["q", "Escape"])
def test_a_key_closes_the_window(screen, key):
    pytest.importorskip("pygame")
    program = _show(screen)
    try:
        assert program.stdout.readline() == "live\n"
        _press_until_closed(program, key, screen)
        said, errors = program.communicate(timeout=_LONGEST_SECONDS)
        assert said == "closed\n", errors
    finally:
        program.kill()
        program.wait()


def test_no_screen_is_told_in_one_line():
    pytest.importorskip("pygame")
    environment = {
        name: value for name, value in clean_environment().items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    program = _show(environment)
    _, errors = program.communicate(timeout=_LONGEST_SECONDS)
    assert "ConfigError: --window needs a screen" in errors
