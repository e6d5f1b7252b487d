"""The connection to a broker, by paho-mqtt: opened on one word, never by itself."""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from rollcall.config import MqttSettings
from rollcall.errors import ConfigError

__all__ = ["Connected", "Connection", "Kept", "Lost", "unreachable"]

_PORT, _TLS_PORT = 1883, 8883
_CONNECT_SECONDS = 5.0
_KEEPALIVE_SECONDS = 30
_MOST_QUEUED = 100
"""Messages that the broker has not confirmed yet; those beyond are dropped, not kept."""
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
        # Of one id there may be one program at a time: whoever only tries something out must not put it out.
        own_id = settings.client_id if will is not None else None
        client = self._client = paho.Client(
            CallbackAPIVersion.VERSION2, own_id or f"rollcall-{secrets.token_hex(4)}", reconnect_on_failure=False
        )
        client.connect_timeout = _CONNECT_SECONDS
        client.max_queued_messages_set(_MOST_QUEUED)
        if settings.user is not None:
            password = settings.password.get_secret_value() if settings.password is not None else None
            client.username_pw_set(settings.user, password)
        if settings.tls != "off":
            client.tls_set_context(_trusted(settings))
        if will is not None:
            client.will_set(*will, qos=1, retain=True)
        client.on_connect, client.on_disconnect, client.on_message = self._greeted, self._parted, self._received

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{self._host}:{self._port}"

    def open(self) -> None:
        """Connect; whether the broker lets us in is told. Raises OSError where nobody answers."""
        self._client.loop_stop()
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

    def say(self, topic: str, payload: bytes) -> None:
        """Publish what happens; sent again until the broker confirms it."""
        self._client.publish(topic, payload, qos=1)

    def say_for_sure(self, topic: str, payload: bytes, seconds: float, *, keep: bool = False) -> bool:
        """Publish something and return whether the broker confirmed it in time."""
        said = self._client.publish(topic, payload, qos=1, retain=keep)
        # Raised where the connection has broken just now.
        with suppress(RuntimeError, ValueError):
            said.wait_for_publish(seconds)
            return said.is_published()
        return False

    def close(self, last: tuple[str, bytes] | None = None) -> None:
        """Publish and keep a ``last`` message, and part in peace."""
        if last is not None and self._client.is_connected():
            self.say_for_sure(*last, _GRACE_SECONDS, keep=True)
        self._client.disconnect()
        self._client.loop_stop()

    def _greeted(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._tell(Lost(f"refuses us: {reason}") if reason.is_failure else Connected())

    def _parted(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._tell(Lost(f"has gone: {reason}" if reason.is_failure else "has parted"))

    def _received(self, _client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        # Our own messages come back without the mark.
        if message.retain and message.payload:
            self._tell(Kept(message.topic, bytes(message.payload)))


def _trusted(settings: MqttSettings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=str(settings.ca) if settings.ca else None)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"The certificates '{settings.ca}' of mqtt.ca cannot be used: {error}.") from None
    if settings.tls == "accept":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def unreachable(error: OSError) -> str:
    """Return in words why nobody answers."""
    return "does not answer" if isinstance(error, TimeoutError) else f"cannot be reached: {error.strerror or error}"
