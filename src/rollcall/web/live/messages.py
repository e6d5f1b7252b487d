"""What is said on the socket of live video, as JSON: the format of the MP4, who is where, that nothing can be sent."""

from __future__ import annotations

import json
from typing import Any

from rollcall.service import SeenPerson
from rollcall.service.analysis.scene import Scene
from rollcall.view.fragments import VideoFormat
from rollcall.web.views.faces import box_view

__all__ = ["format_message", "scene_message", "unsupported_message"]


def format_message(form: VideoFormat) -> str:
    """Tell what the MP4 after it is."""
    return _text({"kind": "format", "mime": form.mime})


def unsupported_message(codec: str) -> str:
    """Tell that this video cannot be sent so; take the MJPEG."""
    return _text({"kind": "unsupported", "codec": codec})


def scene_message(scene: Scene) -> str:
    """Tell of everybody in one frame."""
    width, height = scene.size
    people = [_person(seen) for seen in scene.people]
    return _text({"kind": "scene", "pts": scene.pts, "width": width, "height": height, "people": people})


def _person(seen: SeenPerson) -> dict[str, Any]:
    track, decision = seen.track, seen.decision
    return {
        "track": track.number,
        "state": decision.state,
        "name": decision.name,
        "stranger": decision.stranger,
        "score": None if decision.score is None else round(float(decision.score), 2),
        "box": box_view(track.face.box),
        "velocity": box_view(track.velocity),
    }


def _text(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
