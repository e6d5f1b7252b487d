"""Programs that an alert starts: without a shell, within a time, only so many at once."""

from __future__ import annotations

import logging
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO

from rollcall.config import CommandSettings
from rollcall.outputs.alert import Alert
from rollcall.outputs.message import in_words, snapshot_jpeg, to_json
from rollcall.service import OutputState

__all__ = ["Command", "try_command"]

_MOST_WAITING = 100
_SHOWN = 200
"""Signs of what a program said last, in a log line."""
_PREFIX = "ROLLCALL_"
_OURS = ("RTSP_URL", "GALLERY")
"""What else settings are given by; passwords of cameras are nothing for other programs."""
_GRACE_SECONDS = 2.0
_PAUSE_SECONDS = 1.0
"""A wait that took so much longer than it was to take is one in which this machine slept."""

_log = logging.getLogger(__name__)


class Command:
    """One program of the settings, and the threads that start it and wait for it."""

    def __init__(self, settings: CommandSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = settings.name
        self._settings = settings
        self._clock = clock
        self._waiting: queue.Queue[Alert] = queue.Queue(_MOST_WAITING)
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopping = threading.Event()
        self._trouble = ""
        self._done = 0
        self._dropped = 0
        self._threads = tuple(
            threading.Thread(target=self._work, name=f"command-{self.name}-{number}", daemon=True)
            for number in range(1, settings.parallel + 1)
        )

    @property
    def state(self) -> OutputState:
        """How it is now."""
        words = f"{self._done} done" + (f"; the last one {self._trouble}" if self._trouble else "")
        return OutputState(f"command {self.name}", not self._trouble, words, self._waiting.qsize(), self._dropped)

    def start(self) -> None:
        """Begin to start programs."""
        for thread in self._threads:
            thread.start()

    def take(self, alert: Alert) -> None:
        """Start the program for ``alert`` as soon as there is room."""
        try:
            self._waiting.put_nowait(alert)
        except queue.Full:
            self._dropped += 1
            _log.error("an alert was given up, since %d wait already", _MOST_WAITING, extra={"command": self.name})

    def run(self, alert: Alert) -> str:
        """Run the program for ``alert`` to its end at once; return what went wrong, or nothing."""
        jpeg = snapshot_jpeg(alert.sighting.snapshot) if self._settings.snapshot else None
        # A file, since a program may say more than a pipe holds, or than memory should.
        with tempfile.TemporaryFile() as said:
            try:
                process = self._start(alert, said)
            except OSError as error:
                return f"cannot be started: {error.strerror}"
            return self._wait(process, to_json(alert, jpeg)) or _complaint(process.returncode, said)

    def stop(self) -> None:
        """End every running program."""
        self._stopping.set()
        with self._lock:
            for process in self._running:
                _end(process)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_GRACE_SECONDS)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                alert = self._waiting.get(timeout=_GRACE_SECONDS / 2)
            except queue.Empty:
                continue
            self._trouble = self._run_safely(alert)
            self._done += 1
            if self._trouble and not self._stopping.is_set():
                _log.warning("the program %s", self._trouble, extra={"command": self.name, "alert": alert.name})

    def _run_safely(self, alert: Alert) -> str:
        try:
            return self.run(alert)
        except Exception:
            # A mistake of ours must not end the thread for good.
            _log.exception("the program could not be run", extra={"command": self.name})
            return "could not be run, for a reason that stands in the log"

    def _start(self, alert: Alert, said: IO[bytes]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopping.is_set():
                raise OSError(0, "the program ends")
            process = subprocess.Popen(  # noqa: S603 - what the settings name, and no shell
                self._settings.run,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=_environment(os.environ, in_words(alert)),
                # A group of its own, so that what it starts can be ended with it.
                start_new_session=True,
            )
            self._running.add(process)
            return process

    def _wait(self, process: subprocess.Popen[bytes], message: bytes) -> str:
        try:
            self._communicate(process, message)
            return ""
        except subprocess.TimeoutExpired:
            _end(process)
            return f"was ended after {self._settings.timeout_seconds:g} s"
        finally:
            with self._lock:
                self._running.discard(process)

    def _communicate(self, process: subprocess.Popen[bytes], message: bytes) -> None:
        began, patience = self._clock(), self._settings.timeout_seconds
        try:
            process.communicate(message, patience)
        except subprocess.TimeoutExpired:
            if self._clock() - began < patience + _PAUSE_SECONDS:
                raise
            # This machine slept, and the program with it.
            process.communicate(timeout=patience)


def try_command(settings: CommandSettings, alert: Alert) -> OutputState:
    """Run the program for ``alert`` at once and tell what came of it."""
    trouble = Command(settings).run(alert)
    return OutputState(f"command {settings.name}", not trouble, trouble or "ended well")


def _environment(ours: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program: this one's without our settings, and what the alert says."""
    kept = {name: value for name, value in ours.items() if not name.startswith(_PREFIX) and name not in _OURS}
    # No program's environment can hold a NUL.
    return kept | {f"{_PREFIX}{name}": value.replace("\0", "") for name, value in words.items()}


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _complaint(code: int, said: IO[bytes]) -> str:
    if code == 0:
        return ""
    said.seek(max(0, said.seek(0, os.SEEK_END) - _SHOWN))
    words = " ".join(said.read().decode(errors="replace").split())
    return f"ended with {code}" + (f": {words}" if words else "")
