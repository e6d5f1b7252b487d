"""Every error that Rollcall raises on purpose.

    RollcallError                what a user can cause or cure: shown as one line, without a traceback
    ├── ConfigError              a setting, option or file of settings is wrong
    ├── CaptureError             a camera or video cannot be opened or read
    │   ├── SourceUnreachable    nobody answers there, or the connection broke: trying again may help
    │   ├── SourceRefused        the camera said no: user, password or path are wrong
    │   ├── SourceMissing        there is no video under this path, or none at the moment
    │   └── SourceUnsupported    it answers, but it is no video that can be decoded here
    ├── ImageError               a picture cannot be read
    ├── ModelError               a model file is missing, damaged or of an unknown kind
    ├── EnrolmentError           a photo cannot stand for a person
    └── StoreError               the database or its files cannot be opened, read or written

Each message names the thing and the remedy: "Camera 'door' refused the password. Check user and password in its URL."
"""

from __future__ import annotations

__all__ = [
    "CaptureError",
    "ConfigError",
    "EnrolmentError",
    "ImageError",
    "ModelError",
    "RollcallError",
    "SourceMissing",
    "SourceRefused",
    "SourceUnreachable",
    "SourceUnsupported",
    "StoreError",
]


class RollcallError(Exception):
    """What a user can cause or cure; its text is one line that names the thing and the remedy."""


class ConfigError(RollcallError):
    """A setting, an option or a file of settings is wrong."""


class CaptureError(RollcallError):
    """A camera or video cannot be opened or read."""


class SourceUnreachable(CaptureError):
    """Nobody answers there, or the connection broke: trying again may help."""


class SourceRefused(CaptureError):
    """The camera said no: user, password or path are wrong."""


class SourceMissing(CaptureError):
    """There is no video under this path, or none at the moment: a server has none while its own source is away."""


class SourceUnsupported(CaptureError):
    """It answers, but it is no video that can be decoded here."""


class ImageError(RollcallError):
    """A picture cannot be read."""


class ModelError(RollcallError):
    """A model file is missing, damaged or of an unknown kind."""


class EnrolmentError(RollcallError):
    """A photo cannot stand for a person."""


class StoreError(RollcallError):
    """The database or its files cannot be opened, read or written."""
