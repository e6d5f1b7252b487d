"""MQTT: keeps a broker's picture of cameras and people true, and tells it what happens."""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from rollcall.capture import StreamStatus
from rollcall.capture.backoff import Backoff, RetryPolicy
from rollcall.config import MqttSettings
from rollcall.outputs.alert import Alert
from rollcall.outputs.message import describe_json
from rollcall.outputs.mqtt.broker_topics import BrokerTopics
from rollcall.outputs.mqtt.connection import Connected, Connection, Kept, Lost, unreachable
from rollcall.outputs.mqtt.retained_messages import RetainedMessages
from rollcall.outputs.mqtt.states import event_message
from rollcall.outputs.mqtt.telling import Telling
from rollcall.outputs.mqtt.topics import Topics, is_prefix
from rollcall.outputs.mqtt.whereabouts import LastSeen
from rollcall.service import Event, OutputState

__all__ = ["Mqtt"]

_POLICY = RetryPolicy(first=1.0, longest=60.0)
_LOOK_SECONDS = 1.0
"""How often cameras and people are looked at for a change."""
_MOST_WAITING = 1000
"""Events that wait while a connection is being opened; those beyond are dropped."""
_GRACE_SECONDS = 3.0
_ONLINE, _OFFLINE = b"online", b"offline"

_log = logging.getLogger(__name__)


class _Nothing:
    """Nothing came for a while."""


_NOTHING = _Nothing()


class _Erased:
    """Somebody was erased."""


_Item: TypeAlias = Event | Alert | Connected | Lost | Kept | _Erased | _Nothing


class Mqtt:
    """One broker, and the thread that serves it."""

    def __init__(
        self,
        settings: MqttSettings,
        cameras: Callable[[], Sequence[tuple[str, StreamStatus]]],
        people: Callable[[], Mapping[str, str]],
        last_seen: Callable[[str], LastSeen | None],
        has_picture: Callable[[int], bool],
        clock: Callable[[], float] = time.time,
        policy: RetryPolicy = _POLICY,
    ) -> None:
        """``cameras``: every camera and how it is; ``people``: name by id.

        ``last_seen``: of a person, as far as is known; ``has_picture``: whether a sighting has a picture in the store.
        Raises ConfigError where the settings name a file that cannot be used.
        """
        self.name = "mqtt"
        self._settings = settings
        self._cameras = cameras
        self._people = people
        self._clock = clock
        self._topics = Topics(settings.prefix, settings.discovery)
        self._retained = RetainedMessages(settings, self._topics, last_seen, has_picture)
        self._at_broker = BrokerTopics()
        self._backoff = Backoff(policy, random.random)
        self._inbox: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._connection = Connection(settings, self._inbox.put, will=(self._topics.status, _OFFLINE))
        self._telling = Telling(self._connection, clock)
        self._connected = False
        self._due: float | None = time.monotonic()
        """When to connect, on a clock that nobody sets; None while a connection is open or being opened."""
        self._retry_at = 0.0
        self._trouble = "not connected yet"
        self._dropped = 0
        self._thread = threading.Thread(target=self._work, name="mqtt", daemon=True)

    @property
    def state(self) -> OutputState:
        """How it is now."""
        if self._connected:
            words = f"connected to {self._connection.address}"
        else:
            words = f"{self._connection.address} {self._trouble}"
            if self._retry_at:
                words += f", tried again at {datetime.fromtimestamp(self._retry_at):%H:%M:%S}"
        dropped = self._dropped + self._telling.dropped
        return OutputState(self.name, self._connected, words, self._telling.waiting, dropped)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def hear(self, event: Event) -> None:
        """Take in an event."""
        self._put(event)

    def take(self, alert: Alert) -> None:
        """Publish ``alert`` soon."""
        self._put(alert)

    def forget_erased(self) -> None:
        """Take the faces of whoever was erased off the broker soon."""
        self._inbox.put(_Erased())

    def stop(self) -> None:
        """Say that this program is gone, and end."""
        if self._thread.is_alive():
            self._inbox.put(None)
            # Not for ever: a name may be looked up just now, and the broker has our last will.
            self._thread.join(_GRACE_SECONDS)

    def _put(self, item: Event | Alert) -> None:
        if self._inbox.qsize() < _MOST_WAITING:
            self._inbox.put(item)
        else:
            self._dropped += 1

    def _work(self) -> None:
        while True:
            if self._due is not None and time.monotonic() >= self._due:
                self._open()
            try:
                item = self._inbox.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                item = _NOTHING
            if item is None:
                break
            try:
                self._handle(item)
                self._telling.settle()
                self._publish_changes()
            except Exception:
                # One message that cannot be told must not end all others.
                _log.exception("mqtt: something could not be published")
        self._connection.close((self._topics.status, _OFFLINE))

    def _open(self) -> None:
        self._due = None
        try:
            self._connection.open()
        except OSError as error:
            self._lose(unreachable(error))

    def _handle(self, item: _Item) -> None:
        match item:
            case Event():
                self._retained.take(item)
                self._say(self._topics.event, event_message(item))
            case Alert():
                self._say(self._topics.alert(item.name), describe_json(item))
            case Kept(topic, payload):
                self._at_broker.find(topic)
                if topic == self._topics.announced:
                    self._look_for_devices(payload.decode(errors="replace"))
            case _Erased():
                self._retained.forget_erased()
            case Connected():
                self._greet()
            case Lost(words):
                self._lose(words)

    def _greet(self) -> None:
        _log.info("mqtt connected", extra={"broker": self._connection.address})
        self._connected, self._trouble = True, ""
        self._backoff.reset()
        self._at_broker.clear()
        self._connection.keep(self._topics.status, _ONLINE)
        self._connection.subscribe(self._topics.ours)
        self._publish_changes()
        self._telling.go_on()

    def _look_for_devices(self, discovery: str) -> None:
        """Find the devices that were announced under another prefix than now, so that they are removed."""
        # Whoever may write at the broker may have put anything there.
        if discovery != self._topics.discovery and is_prefix(discovery):
            self._connection.subscribe([self._topics.devices(discovery)])

    def _lose(self, words: str) -> None:
        # A refusal is told twice: by its own word, and as the end of the connection.
        if self._due is None:
            if self._trouble != words:
                _log.warning("mqtt: the broker %s", words, extra={"broker": self._connection.address})
            self._connected, self._trouble = False, words
            self._telling.break_off()
            wait = self._backoff.next_wait()
            self._due, self._retry_at = time.monotonic() + wait, self._clock() + wait

    def _say(self, topic: str, payload: bytes) -> None:
        if self._connected:
            self._telling.say(topic, payload)
        else:
            self._telling.keep(topic, payload)

    def _publish_changes(self) -> None:
        if not self._connected:
            return
        self._retained.set_people(self._people())
        for topic, payload in self._at_broker.change_to(self._retained.messages(self._cameras())):
            self._connection.keep(topic, payload)
