"""Kept pictures on their way to a browser: as they are, or small, and never fetched twice."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import cv2
from fastapi import Query, Request, Response

from rollcall.model import Image
from rollcall.store.files.images import Images
from rollcall.view.jpeg import encode_jpeg
from rollcall.vision import read_image

__all__ = ["PICTURE", "Side", "picture_response", "shrink"]

Side = Annotated[int | None, Query(ge=16, le=2048, description="Longest side of the picture in pixels.")]

PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture.", "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "The browser has it already."},
}
"""What an address of a picture answers, for the OpenAPI document."""

_QUALITY = 85
_KEEP = "private, max-age=604800, immutable"
"""A picture's name is the digest of its bytes, so it never changes; in the browser's own cache only."""
_KINDS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "gif": "image/gif",
}


def picture_response(request: Request, images: Images, name: str, side: int | None) -> Response:
    """Return the kept picture ``name``, at most ``side`` pixels wide and high. Raises StoreError."""
    mark = f'"{name[:16]}-{side or 0}"'
    headers = {"Cache-Control": _KEEP, "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    data = images.read(name)
    if side is None:
        kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        return Response(data, media_type=kind, headers=headers)
    return Response(encode_jpeg(shrink(read_image(data), side), _QUALITY), media_type="image/jpeg", headers=headers)


def shrink(image: Image, side: int) -> Image:
    """Return ``image`` at most ``side`` pixels wide and high; a smaller one as it is."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale >= 1.0:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
