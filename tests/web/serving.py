"""A running server and clients that talk to it as browsers and programs do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
from fastapi import FastAPI

from rollcall.config import CameraSettings, Settings, StoreSettings, WebSettings
from rollcall.service import System
from rollcall.view import Feeds
from rollcall.vision import ModelPack
from rollcall.web import WebServer, create_app, find_certificate
from rollcall.web.access import Role
from rollcall.web.parts import Parts

__all__ = ["Served", "served_system", "sign_in"]


@dataclass(frozen=True)
class Served:
    """A running system and its server."""

    system: System
    app: FastAPI
    server: WebServer
    ending: ExitStack

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1)

    @property
    def parts(self) -> Parts:
        return self.server.parts

    def stop(self) -> None:
        """End everything, as the end of the program does."""
        self.ending.close()

    def client(self, role: Role | None) -> httpx.Client:
        """Return a program with a key of that role, or somebody without any."""
        headers = {} if role is None else {"X-API-Key": self.key(role)}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def key(self, role: Role) -> str:
        return self.parts.access.keys.add(f"test {role}", role, "tests")[1]

    @contextmanager
    def browser(self) -> Iterator[httpx.Client]:
        """Return a browser that opened the link of the first start."""
        link = self.server.welcome_url
        assert link is not None
        with httpx.Client(base_url=self.url, timeout=30) as client:
            assert client.get(link).status_code == HTTPStatus.SEE_OTHER
            client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
            yield client


@contextmanager
def sign_in(url: str, name: str, password: str) -> Iterator[httpx.Client]:
    """Return a browser that signed in by a password."""
    with httpx.Client(base_url=url, timeout=30) as client:
        answer = client.post("/api/v1/session", json={"name": name, "password": password})
        answer.raise_for_status()
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


@contextmanager
def served_system(
    pack: ModelPack, data: Path, cameras: tuple[CameraSettings, ...], web: dict[str, object]
) -> Iterator[Served]:
    """Run a system on ``cameras`` with the given web settings, and its server."""
    settings = Settings(
        cameras=cameras, store=StoreSettings(data=data), web=WebSettings.model_validate({"port": _free_port()} | web)
    )
    with ExitStack() as ending:
        system = System(settings, pack)
        ending.callback(system.stop)
        feeds = Feeds(system.cameras, settings.view)
        ending.callback(feeds.close)
        app = create_app(system, feeds)
        server = WebServer(app, settings.web, find_certificate(settings.web, data))
        ending.callback(server.stop)
        system.start()
        server.start()
        yield Served(system, app, server, ending)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
