"""One tree of settings: defaults < ``rollcall.yaml`` < environment < command line.

Each room's section is a frozen pydantic model in a file of its own; every field carries its unit and its reason in
``description``, from which the documentation is made.
"""

from rollcall.config.capture import CaptureSettings
from rollcall.config.identity import IdentitySettings
from rollcall.config.store import StoreSettings
from rollcall.config.tracking import TrackingSettings
from rollcall.config.vision import VisionSettings
from rollcall.config.web import WebSettings

__all__ = [
    "CaptureSettings",
    "IdentitySettings",
    "StoreSettings",
    "TrackingSettings",
    "VisionSettings",
    "WebSettings",
]
