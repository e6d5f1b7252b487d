"""The whole program in this process, as ``rollcall run`` puts it together: system, feeds, pages, ways out."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
from rollcall.outputs import Outputs
from rollcall.redaction import SecretUrl
from rollcall.service import System
from rollcall.service.arenas import share_arenas
from rollcall.view import Feeds
from rollcall.vision import ModelPack
from rollcall.web import WebServer, create_app

__all__ = ["served", "settings_for"]

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


@contextmanager
def served(settings: Settings, pack: ModelPack) -> Iterator[tuple[System, WebServer]]:
    """Run the system and its pages for the length of a block."""
    share_arenas()
    with ExitStack() as ending:
        system = System(settings, pack)
        ending.callback(system.stop)
        feeds = Feeds(system.cameras, settings.view)
        ending.callback(feeds.close)
        server = WebServer(create_app(system, feeds), settings.web)
        ending.callback(server.stop)
        outputs = Outputs(settings, system)
        ending.callback(outputs.stop)
        outputs.start()
        system.start()
        server.start()
        yield system, server


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
