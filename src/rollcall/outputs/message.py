"""An alert as JSON, for webhooks and commands alike."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import cv2

from rollcall.model import Image, Sighting
from rollcall.outputs.alert import Alert
from rollcall.view.jpeg import encode_jpeg

__all__ = ["describe_json", "in_words", "snapshot_jpeg", "to_json"]

_LONGEST_SIDE = 640
"""Pixels; the face of a snapshot is cut from its frame already."""
_QUALITY = 85


def to_json(alert: Alert, jpeg: bytes | None = None) -> bytes:
    """Return an alert as UTF-8 JSON; ``jpeg``: the picture that goes along."""
    picture = None if jpeg is None else {"type": "image/jpeg", "base64": base64.b64encode(jpeg).decode()}
    return _encoded({**_describe(alert), "snapshot": picture})


def describe_json(alert: Alert) -> bytes:
    """Return the same without a word on a picture."""
    return _encoded(_describe(alert))


def _encoded(values: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(values), ensure_ascii=False).encode()


def _describe(alert: Alert) -> Mapping[str, Any]:
    """Return an alert as values that JSON can hold, without its picture."""
    seen = alert.sighting
    return MappingProxyType(
        {
            "type": "alert",
            "id": alert.id,
            "timestamp": datetime.fromtimestamp(alert.time, UTC).isoformat(timespec="milliseconds"),
            "alert": alert.name,
            "moment": str(alert.moment),
            "camera": seen.camera,
            "person": _person(seen, alert.tags),
            "stranger": seen.stranger,
            "sighting": seen.id,
            "start": seen.start,
            "end": seen.end,
            "score": None if seen.score is None else float(seen.score),
            "reason": seen.reason,
        }
    )


def in_words(alert: Alert) -> Mapping[str, str]:
    """Return the same as texts by name, for the environment of a program."""
    seen = alert.sighting
    return MappingProxyType(
        {
            "ALERT": alert.name,
            "MOMENT": str(alert.moment),
            "CAMERA": seen.camera,
            "PERSON": seen.person or "",
            "NAME": seen.name or "",
            "TAGS": ",".join(alert.tags),
            "STRANGER": _number(seen.stranger),
            "SIGHTING": _number(seen.id),
            "TIME": str(round(alert.time, 3)),
        }
    )


def snapshot_jpeg(image: Image | None) -> bytes | None:
    """Return the picture of a sighting as a JPEG of bounded size, or None where there is none."""
    if image is None:
        return None
    scale = _LONGEST_SIDE / max(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(image.dtype)
    return encode_jpeg(image, _QUALITY)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _person(seen: Sighting, tags: tuple[str, ...]) -> dict[str, Any] | None:
    return None if seen.person is None else {"id": seen.person, "name": seen.name, "tags": list(tags)}
