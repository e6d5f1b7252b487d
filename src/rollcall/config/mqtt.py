"""The MQTT broker that states and events are published to."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator

from rollcall.config.section import Section

__all__ = ["MqttSettings"]

# No wildcard, no empty level, no leading '$', which is the broker's own.
_TOPIC = r"^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$"


class MqttSettings(Section):
    """The MQTT broker that states and events are published to, and Home Assistant's discovery."""

    host: str | None = None
    """Name or address of the broker; without it there is no MQTT."""
    port: int | None = Field(default=None, ge=1, le=65535)
    """Its port. Without it 1883, or 8883 with TLS."""
    user: str | None = None
    """User at the broker."""
    password: SecretStr | None = None
    """Password of that user; best given in the environment, as ``ROLLCALL_MQTT_PASSWORD``."""
    tls: Literal["off", "verify", "accept"] = "off"
    """Whether the connection is encrypted: verify checks the broker's certificate, accept takes any, and then the
    network must be trusted."""
    ca: Path | None = None
    """Certificates in PEM form that the broker is checked with, in place of the public ones."""
    client_id: str | None = Field(default=None, min_length=1, max_length=64)
    """What the broker knows this program by; two programs of one id put each other out. Without it another one at every
    start."""
    prefix: str = Field(default="rollcall", pattern=_TOPIC, max_length=100)
    """First part of every topic: letters of ASCII, digits, dot, hyphen, underscore, and ``/`` between. Programs that
    share a broker need different ones."""
    discovery: str | None = Field(default="homeassistant", pattern=_TOPIC, max_length=100)
    """Prefix that Home Assistant looks for devices under; null for no discovery."""
    people: bool = True
    """Whether each person of the gallery has a topic, and is a device in Home Assistant."""
    snapshots: bool = True
    """Whether the newest face of each camera is published; the broker keeps it, for whoever may read there."""

    @model_validator(mode="after")
    def _is_whole(self) -> MqttSettings:
        if self.password is not None and self.user is None:
            raise ValueError("mqtt.password needs mqtt.user")
        if self.ca is not None and self.tls != "verify":
            # Not left aside in silence: the password would travel readable.
            raise ValueError("mqtt.ca needs mqtt.tls: verify")
        return self
