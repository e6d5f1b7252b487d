"""The whole tree of settings."""

from __future__ import annotations

from pydantic import Field, field_validator

from rollcall.config.cameras import CameraSettings
from rollcall.config.capture import CaptureSettings
from rollcall.config.identity import IdentitySettings
from rollcall.config.section import Section
from rollcall.config.store import StoreSettings
from rollcall.config.tracking import TrackingSettings
from rollcall.config.view import ViewSettings
from rollcall.config.vision import VisionSettings
from rollcall.config.web import WebSettings

__all__ = ["Settings"]


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

    @field_validator("cameras")
    @classmethod
    def _names_differ(cls, cameras: tuple[CameraSettings, ...]) -> tuple[CameraSettings, ...]:
        names = [camera.name for camera in cameras]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two cameras are called {twice[0]!r}; give each a name of its own")
        return cameras
