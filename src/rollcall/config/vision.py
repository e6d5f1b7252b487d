"""Which models run, where, and on how large a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from rollcall.config.section import Section

__all__ = ["PictureSize", "VisionSettings"]

_SMALLEST, _LARGEST = 64, 4096


def _parse_size(value: object) -> object:
    """Return 640, "640" and "640x384" as width and height."""
    parts = [value, value] if isinstance(value, int) else value.lower().split("x") if isinstance(value, str) else value
    if isinstance(parts, list) and len(parts) == 1:
        parts = parts * 2
    try:
        width, height = (int(part) for part in parts)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise ValueError("expected a number of pixels such as 640, or WIDTHxHEIGHT such as 960x544") from None
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise ValueError(f"each side must have {_SMALLEST} to {_LARGEST} pixels")
    return width, height


_SIZE_FORM = {"oneOf": [{"type": "integer"}, {"type": "string"}, {"type": "array", "items": {"type": "integer"}}]}

PictureSize = Annotated[tuple[int, int], BeforeValidator(_parse_size), WithJsonSchema(_SIZE_FORM)]
"""Width and height in pixels; a single number stands for both."""

RuntimeName = Literal[
    "auto",
    "onnxruntime",
    "onnxruntime:cpu",
    "onnxruntime:cuda",
    "onnxruntime:tensorrt",
    "onnxruntime:directml",
    "openvino",
    "openvino:cpu",
    "openvino:gpu",
    "openvino:auto",
]


_PACKS = ("auto", "buffalo_l", "buffalo_m", "buffalo_s", "buffalo_sc", "antelopev2", "dlib")
_CUSTOM = "custom:"


def _check_pack(name: str) -> str:
    if name not in _PACKS and not (name.startswith(_CUSTOM) and len(name) > len(_CUSTOM)):
        raise ValueError(f"there is no such pack; known are {', '.join(_PACKS)} and custom:DIR")
    return name


PackName = Annotated[str, AfterValidator(_check_pack)]
"""Name of a model pack, or ``custom:`` and a folder."""


class VisionSettings(Section):
    """Which models run, where, and on how large a picture."""

    pack: PackName = "auto"
    """Model pack: buffalo_l, buffalo_m, buffalo_s, buffalo_sc, antelopev2, dlib, custom:DIR, or "auto": what lies in
    ``models``, what was fetched before, what may be fetched since its licence was accepted, or dlib."""
    models: Path | None = None
    """Folder with a detector and an embedder as ONNX files, or with packs as folders of their names; packs are
    fetched into it."""
    accept_license: bool = False
    """Whether InsightFace's licence, non-commercial research only, is accepted, so that its packs may be fetched."""
    detector: Literal["pack", "hog"] = "pack"
    """What finds faces: the pack's own network, or dlib's HOG, for machines too slow for one (needs dlib-bin)."""
    landmarks: Literal["small", "large"] = "small"
    """Points that dlib's models turn faces upright by: small for 5, large for 68, which reads 100 MB once."""
    jitter: int = Field(default=1, ge=1, le=100)
    """Shaken copies of a face that dlib's embedder averages; 1 is the face as it is, 10 takes ten times as long."""
    detect_size: PictureSize = (640, 640)
    """Width and height into which the picture is scaled for the detector, its aspect ratio kept; one number for both.
    Larger finds smaller faces and takes longer."""
    detect_threshold: float = Field(default=0.5, gt=0, lt=1)
    """Faces with a lower detector score are not reported (0.5 is InsightFace's own default)."""
    threads: int = Field(default=0, ge=0)
    """Threads for inference in the whole process; 0 takes the number of physical processors given to it."""
    runtime: RuntimeName = "auto"
    """What runs the models, and on which device; "auto" measures what is there at the first start and remembers it."""
    liveness: Path | None = None
    """Folder with the nets of Silent-Face-Anti-Spoofing, which tell live faces from pictures of faces as advice."""
