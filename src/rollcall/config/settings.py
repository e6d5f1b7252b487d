"""The whole tree of settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from pydantic import Field, PrivateAttr, field_validator, model_validator

from rollcall.config.alerts import AlertSettings
from rollcall.config.cameras import CameraSettings
from rollcall.config.capture import CaptureSettings
from rollcall.config.commands import CommandSettings
from rollcall.config.identity import IdentitySettings
from rollcall.config.mqtt import MqttSettings
from rollcall.config.section import Section
from rollcall.config.store import StoreSettings
from rollcall.config.tracking import TrackingSettings
from rollcall.config.view import ViewSettings
from rollcall.config.vision import VisionSettings
from rollcall.config.web import WebSettings
from rollcall.config.webhooks import WebhookSettings

__all__ = ["LISTS", "SECTIONS", "Settings"]


class Settings(Section):
    """Everything that can be set, one section a room."""

    cameras: tuple[CameraSettings, ...] = ()
    """The cameras to watch; none means the demo."""
    capture: CaptureSettings = Field(default_factory=CaptureSettings)
    """How cameras and videos are read."""
    vision: VisionSettings = Field(default_factory=VisionSettings)
    """Which models run, where, and on how large a picture."""
    tracking: TrackingSettings = Field(default_factory=TrackingSettings)
    """How faces are followed."""
    identity: IdentitySettings = Field(default_factory=IdentitySettings)
    """When a track gets a name."""
    store: StoreSettings = Field(default_factory=StoreSettings)
    """What outlives the process, and where."""
    view: ViewSettings = Field(default_factory=ViewSettings)
    """How the live picture looks."""
    web: WebSettings = Field(default_factory=WebSettings)
    """Where the pages and the API are served."""
    mqtt: MqttSettings = Field(default_factory=MqttSettings)
    """The MQTT broker that states and events are published to, and Home Assistant's discovery."""
    webhooks: tuple[WebhookSettings, ...] = ()
    """Addresses that alerts are sent to, as a POST of JSON."""
    commands: tuple[CommandSettings, ...] = ()
    """Programs of this machine that alerts start."""
    alerts: tuple[AlertSettings, ...] = ()
    """Rules: who before which camera, at what time, how often, and whom to tell."""

    _fixed: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def fixed(self) -> frozenset[str]:
        """What the environment or the command line has set, as section.name."""
        return self._fixed

    def fixing(self, names: Iterable[str]) -> Settings:
        """Return the same settings, ``names`` of which were set by the environment or the command line."""
        settings = self.model_copy()
        settings._fixed = frozenset(names)
        return settings

    @field_validator("cameras")
    @classmethod
    def _names_differ(cls, cameras: tuple[CameraSettings, ...]) -> tuple[CameraSettings, ...]:
        _require_different("cameras", (camera.name for camera in cameras))
        return cameras

    @model_validator(mode="after")
    def _alerts_reach_somebody(self) -> Settings:
        receivers = [*(webhook.name for webhook in self.webhooks), *(command.name for command in self.commands)]
        _require_different("receivers (webhooks and commands)", [*receivers, "mqtt"])
        _require_different("alerts", (alert.name for alert in self.alerts))
        known = {*receivers, *(["mqtt"] if self.mqtt.host else [])}
        for alert in self.alerts:
            for name in alert.to:
                if name == "mqtt" and name not in known:
                    raise ValueError(f"alert {alert.name!r} is for 'mqtt', and mqtt.host is not set")
                if name not in known:
                    raise ValueError(f"alert {alert.name!r} is for {name!r}, which is neither a webhook nor a command")
        return self


def _require_different(what: str, given: Iterable[str]) -> None:
    names = list(given)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two {what} are called {twice[0]!r}; give each a name of its own")


SECTIONS: Mapping[str, type[Section]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
}
"""The sections by name."""
LISTS: Mapping[str, type[Section]] = {
    name: get_args(field.annotation)[0] for name, field in Settings.model_fields.items() if name not in SECTIONS
}
"""What there may be several of: the section of one of them, by name."""
