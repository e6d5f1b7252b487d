"""Which cameras are watched."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import ConfigDict, Field, WithJsonSchema, field_serializer, field_validator

from rollcall.config.section import Section
from rollcall.redaction import SourceUrl

__all__ = ["CAMERA_NAME", "CameraSettings", "parse_cameras"]

CAMERA_NAME = r"^[^\W_][\w.-]{0,62}$"
"""What a camera may be called."""


_NAMED = re.compile(r"^(?P<name>[^\W_][\w.-]{0,62})=(?P<url>.+)$")


class CameraSettings(Section):
    """One camera."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # In an editor `\w` knows no Korean letters, so its pattern is wider than ours.
    name: str = Field(pattern=CAMERA_NAME, json_schema_extra={"pattern": r"^[^\s_/=:][^\s/=:]{0,62}$"})
    """Names the camera in addresses, logs and the database: letters of any script, digits, dot, hyphen, underscore."""
    url: Annotated[SourceUrl, WithJsonSchema({"type": "string"})]
    """``rtsp://user:password@host:554/path``, a video file or ``test://``; shown without its password."""

    @field_serializer("url")
    def _redacted(self, url: SourceUrl) -> str:
        return str(url)

    @field_validator("url", mode="before")
    @classmethod
    def _hide(cls, value: Any) -> Any:
        return SourceUrl(value) if isinstance(value, str) else value


def parse_cameras(texts: tuple[str, ...]) -> tuple[CameraSettings, ...]:
    """Make cameras of what a user types: each ``URL`` or ``name=URL``; without a name they are camera1, camera2, ..."""
    cameras = []
    for position, text in enumerate(texts, start=1):
        named = _NAMED.match(text.strip())
        name, url = (named["name"], named["url"]) if named else (f"camera{position}", text)
        cameras.append(CameraSettings(name=name, url=SourceUrl(url)))
    return tuple(cameras)
