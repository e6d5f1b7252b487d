"""The settings of the program that is measured."""

from __future__ import annotations

import socket
from pathlib import Path

from rollcall.config import (
    AlertSettings,
    Settings,
    StoreSettings,
    VisionSettings,
    WebhookSettings,
    WebSettings,
    parse_cameras,
)
from rollcall.redaction import SecretUrl

__all__ = ["settings_for"]

_RECEIVER = "bench"


def settings_for(urls: tuple[str, ...], folder: Path, vision: VisionSettings, webhook: str | None = None) -> Settings:
    """Return the settings of a system that watches ``urls`` and keeps everything below ``folder``.

    ``webhook``: where everything that happens is told.
    """
    return Settings(
        webhooks=() if webhook is None else (WebhookSettings(name=_RECEIVER, url=SecretUrl(webhook)),),
        alerts=() if webhook is None else (AlertSettings(name="everything", to=(_RECEIVER,)),),
        cameras=parse_cameras(urls),
        vision=vision,
        store=StoreSettings(data=folder / "data", gallery=folder / "gallery"),
        web=WebSettings(port=_free_port()),
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
