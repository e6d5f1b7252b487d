"""The connection to a broker, by paho-mqtt: opened on one word, never by itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from rollcall.config import MqttSettings, trusted_by_mqtt

__all__ = ["Connected", "Connection", "Kept", "Lost", "Receipt", "unreachable"]

_PORT, _TLS_PORT = 1883, 8883
_CONNECT_SECONDS = 5.0
_KEEPALIVE_SECONDS = 30
_GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Connected:
    """The broker let us in."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The broker refused us, or the connection broke."""

    words: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The broker has kept a message under a topic that was subscribed."""

    topic: str
    payload: bytes


class Receipt:
    """Whether the broker has confirmed a message."""

    def __init__(self, sent: paho.MQTTMessageInfo) -> None:
        self._sent = sent

    @property
    def is_confirmed(self) -> bool:
        """Whether the broker has it for sure."""
        # Raised where the connection has broken just now.
        with suppress(RuntimeError, ValueError):
            return self._sent.is_published()
        return False

    def wait(self, seconds: float) -> bool:
        """Return whether the broker confirms it in time."""
        with suppress(RuntimeError, ValueError):
            self._sent.wait_for_publish(seconds)
        return self.is_confirmed


class Connection:
    """One connection at a time to one broker; what happens is told to ``tell``, on paho's thread."""

    def __init__(
        self, settings: MqttSettings, tell: Callable[[Connected | Lost | Kept], None], *, will: tuple[str, bytes] | None
    ) -> None:
        """``will``: topic and message that the broker publishes and keeps once this program is gone without a word.

        Raises ConfigError where the settings name a file that cannot be used.
        """
        self._host = settings.host or ""
        self._port = settings.port or (_PORT if settings.tls == "off" else _TLS_PORT)
        self._tell = tell
        self._settings = settings
        self._will = will
        # Of one id there may be one program at a time: whoever only tries something out must not put it out.
        own_id = settings.client_id if will is not None else None
        self._id = own_id or f"rollcall-{secrets.token_hex(4)}"
        self._trusted = trusted_by_mqtt(settings)
        self._client = self._new_client()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self._host}:{self._port}"

    def open(self) -> None:
        """Connect; whether the broker lets us in is told. Raises OSError where nobody answers."""
        self._client.loop_stop()
        # Another one each time: paho would send what the last connection left behind again, however old it is by now.
        self._client = self._new_client()
        self._client.connect(self._host, self._port, _KEEPALIVE_SECONDS)
        self._client.loop_start()

    def subscribe(self, patterns: Iterable[str]) -> None:
        """Ask for messages that the broker keeps under these topics."""
        self._client.subscribe([(pattern, 0) for pattern in patterns])

    def keep(self, topic: str, payload: bytes) -> None:
        """Publish what the broker is to keep; an empty message removes what it kept.

        Sent once: after a break everything is published anew, and an older message sent again then would win.
        """
        self._client.publish(topic, payload, qos=0, retain=True)

    def say(self, topic: str, payload: bytes) -> Receipt:
        """Publish what happens; the broker confirms it, or this connection breaks."""
        return Receipt(self._client.publish(topic, payload, qos=1))

    def close(self, last: tuple[str, bytes] | None = None) -> None:
        """Publish and keep a ``last`` message, and part in peace."""
        if last is not None and self._client.is_connected():
            topic, payload = last
            Receipt(self._client.publish(topic, payload, qos=1, retain=True)).wait(_GRACE_SECONDS)
        self._client.disconnect()
        self._client.loop_stop()

    def _new_client(self) -> paho.Client:
        settings = self._settings
        client = paho.Client(CallbackAPIVersion.VERSION2, self._id, reconnect_on_failure=False)
        client.connect_timeout = _CONNECT_SECONDS
        if settings.user is not None:
            password = settings.password.get_secret_value() if settings.password is not None else None
            client.username_pw_set(settings.user, password)
        if self._trusted is not None:
            client.tls_set_context(self._trusted)
        if self._will is not None:
            client.will_set(*self._will, qos=1, retain=True)
        client.on_connect, client.on_disconnect, client.on_message = self._greeted, self._parted, self._received
        return client

    def _greeted(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._tell(Lost(f"refuses us: {reason}") if reason.is_failure else Connected())

    def _parted(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._tell(Lost(f"has gone: {reason}" if reason.is_failure else "has parted"))

    def _received(self, _client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        # Our own messages come back without the mark.
        if message.retain and message.payload:
            self._tell(Kept(message.topic, bytes(message.payload)))


def unreachable(error: OSError) -> str:
    """Return in words why nobody answers."""
    return "does not answer" if isinstance(error, TimeoutError) else f"cannot be reached: {error.strerror or error}"
