"""Debian's mosquitto on loopback, and somebody who listens at it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

__all__ = ["Broker", "Listener", "free_port"]

_LONGEST_SECONDS = 30.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@dataclass
class Broker:
    """A broker that can be stopped and started again; what it keeps is in memory only."""

    folder: Path
    lines: tuple[str, ...] = ("allow_anonymous true",)
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
        if program is None:
            pytest.skip("needs mosquitto, which is not installed here")
        settings = self.folder / "mosquitto.conf"
        settings.write_text("\n".join([f"listener {self.port} 127.0.0.1", "persistence false", *self.lines, ""]))
        with (self.folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen([program, "-c", str(settings)], stdout=log, stderr=log)
        for _ in range(1000):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self._process.poll() is None, (self.folder / "mosquitto.log").read_text()
            threading.Event().wait(0.01)
        raise AssertionError("mosquitto does not answer")

    def hang(self) -> None:
        """Take what comes and answer nothing, as behind a network that has gone."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it without a word, also while it hangs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_LONGEST_SECONDS)
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_LONGEST_SECONDS)
            self._process = None

    @contextmanager
    def running(self) -> Iterator[Broker]:
        self.start()
        try:
            yield self
        finally:
            self.stop()


class Listener:
    """Hears everything at a broker: what is kept by topic, and all messages in their order."""

    def __init__(self, port: int) -> None:
        self._changed = threading.Condition()
        self.kept: dict[str, bytes] = {}
        self.heard: list[tuple[str, bytes]] = []
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._hear
        self._client.connect("127.0.0.1", port)
        self._client.subscribe("#")
        self._client.loop_start()

    def _hear(self, _client, _data, message) -> None:
        with self._changed:
            self.heard.append((message.topic, message.payload))
            self.kept[message.topic] = message.payload
            self._changed.notify_all()

    def wait(self, asked):
        """Return what ``asked`` gives for this listener once it is true."""
        with self._changed:
            assert self._changed.wait_for(lambda: asked(self), _LONGEST_SECONDS), self.kept
            return asked(self)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, payload: bytes) -> None:
        self._client.publish(topic, payload, qos=1, retain=True).wait_for_publish(_LONGEST_SECONDS)
