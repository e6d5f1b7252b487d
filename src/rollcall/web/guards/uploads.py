"""Uploaded pictures: bounded in bytes, number and pixels."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import UploadFile

from rollcall.config import WebSettings
from rollcall.model import Image
from rollcall.service.people.picture_questions import read_bounded

__all__ = ["UploadLimits", "read_upload"]

_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large an upload may be."""

    bytes: int
    """All pictures of one request together."""
    pictures: int
    pixels: int
    """Of one picture."""

    @classmethod
    def of(cls, settings: WebSettings) -> UploadLimits:
        """Return the limits that are set."""
        return cls(settings.upload_megabytes * _MEGA, settings.upload_pictures, settings.upload_megapixels * _MEGA)


def read_upload(upload: UploadFile, limits: UploadLimits) -> Image:
    """Return an uploaded picture; to be called on a thread that may wait. Raises ImageError, PictureSizeError."""
    return read_bounded(upload.file.read(), limits.pixels)
