"""A limit of time for a whole exchange by HTTP: httpx limits each step of one, however many there are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["Limit"]

_OPENED = ("connection.connect_tcp.complete", "connection.start_tls.complete")
"""Steps of httpcore that give the stream of a connection; with TLS the second takes the place of the first."""


class Limit:
    """Cuts the one connection of a client off where an exchange takes too long; serves one exchange at a time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._stream: Any = None
        self._over = threading.Event()

    @contextmanager
    def exchange(self) -> Iterator[Mapping[str, Any]]:
        """Give the ``extensions`` of a request; raise TimeoutError where it was cut off."""
        over = self._over = threading.Event()
        timer = threading.Timer(self._seconds, self._end, [over])
        timer.daemon = True
        timer.start()
        try:
            yield {"trace": self._watch}
        except Exception:
            if over.is_set():
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()

    def _watch(self, step: str, values: Mapping[str, Any]) -> None:
        if step in _OPENED:
            self._stream = values["return_value"]
            if self._over.is_set():
                self._cut_off()

    def _end(self, over: threading.Event) -> None:
        over.set()
        self._cut_off()

    def _cut_off(self) -> None:
        connection = None if self._stream is None else self._stream.get_extra_info("socket")
        if connection is not None:
            # Whoever waits at the socket is woken by this; closing it would wake nobody.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
