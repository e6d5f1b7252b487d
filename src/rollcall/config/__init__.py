"""One tree of settings: defaults < ``rollcall.yaml`` < page < environment < command line.

Each room's section is a frozen pydantic model in a file of its own; the docstring of every field carries its unit and
its reason, and the documentation is made of them.
"""

from rollcall.config.alerts import AlertSettings
from rollcall.config.cameras import CAMERA_NAME, CameraSettings, parse_cameras
from rollcall.config.capture import CaptureSettings
from rollcall.config.certificates import load_served, trusted_by_mqtt, trusted_by_webhook, unusable_certificates
from rollcall.config.commands import CommandSettings
from rollcall.config.documentation import document_settings
from rollcall.config.identity import IdentitySettings
from rollcall.config.loading import load_settings
from rollcall.config.mqtt import MqttSettings
from rollcall.config.page import (
    PAGE_KEY,
    PAGE_SETTINGS,
    Effect,
    Source,
    kept_values,
    source_of,
    value_of,
    with_page,
)
from rollcall.config.schema import settings_schema
from rollcall.config.settings import Settings
from rollcall.config.store import StoreSettings
from rollcall.config.tracking import TrackingSettings
from rollcall.config.view import ViewSettings
from rollcall.config.vision import VisionSettings
from rollcall.config.web import WebSettings
from rollcall.config.webhooks import WebhookSettings

__all__ = [
    "CAMERA_NAME",
    "PAGE_KEY",
    "PAGE_SETTINGS",
    "AlertSettings",
    "CameraSettings",
    "CaptureSettings",
    "CommandSettings",
    "Effect",
    "IdentitySettings",
    "MqttSettings",
    "Settings",
    "Source",
    "StoreSettings",
    "TrackingSettings",
    "ViewSettings",
    "VisionSettings",
    "WebSettings",
    "WebhookSettings",
    "document_settings",
    "kept_values",
    "load_served",
    "load_settings",
    "parse_cameras",
    "settings_schema",
    "source_of",
    "trusted_by_mqtt",
    "trusted_by_webhook",
    "unusable_certificates",
    "value_of",
    "with_page",
]
