"""What is told once: it waits for a connection, and then for the broker's word that it has arrived."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from rollcall.outputs.mqtt.connection import Connection, Receipt

__all__ = ["Telling"]

_MOST = 100
_LATE_SECONDS = 60.0
"""What happened longer ago is not told any more: a door that opens an hour late is worse than one that stays shut."""


@dataclass(frozen=True, slots=True)
class _Message:
    time: float
    """When it was to be told, Unix seconds."""
    topic: str
    payload: bytes


class Telling:
    """Events and alerts on their way; bounded by number and by age, and serves one thread."""

    def __init__(self, connection: Connection, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._clock = clock
        self._waiting: deque[_Message] = deque()
        self._under_way: deque[tuple[_Message, Receipt]] = deque()
        self.dropped = 0
        """Messages that were never told, as far as is known."""

    @property
    def waiting(self) -> int:
        """How many wait for a connection, or for the broker's word; any thread may ask."""
        return len(self._waiting) + len(self._under_way)

    def say(self, topic: str, payload: bytes) -> None:
        """Send a message over the connection, which is open."""
        self._send(_Message(self._clock(), topic, payload))

    def keep(self, topic: str, payload: bytes) -> None:
        """Keep a message until there is a connection."""
        self._waiting.append(_Message(self._clock(), topic, payload))
        self._bound()

    def go_on(self) -> None:
        """Send what has waited: the connection is open."""
        while self._waiting:
            message = self._waiting.popleft()
            if self._clock() - message.time <= _LATE_SECONDS:
                self._send(message)
            else:
                self.dropped += 1

    def break_off(self) -> None:
        """Let what the broker has not confirmed wait for the next connection, which may be in time or not."""
        self.settle()
        self._waiting.extendleft(message for message, _ in reversed(self._under_way))
        self._under_way.clear()
        self._bound()

    def settle(self) -> None:
        """Forget what has arrived."""
        self._under_way = deque(sent for sent in self._under_way if not sent[1].is_confirmed)

    def _send(self, message: _Message) -> None:
        self.settle()
        if len(self._under_way) < _MOST:
            self._under_way.append((message, self._connection.say(message.topic, message.payload)))
        else:
            self.dropped += 1

    def _bound(self) -> None:
        while len(self._waiting) > _MOST:
            self._waiting.popleft()
            self.dropped += 1
