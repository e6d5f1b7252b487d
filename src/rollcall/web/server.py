"""The web server on a thread of its own, so that the main thread is free for signals and the window."""

from __future__ import annotations

import errno
import socket
import ssl
import threading

import uvicorn
from fastapi import FastAPI

from rollcall.config import WebSettings
from rollcall.errors import ConfigError
from rollcall.web.certificate import Certificate
from rollcall.web.parts import Parts

__all__ = ["WebServer"]

_GRACE_SECONDS = 1
"""How long requests may go on when the program ends; streams are ended at once."""
_WAITING_CONNECTIONS = 256


class WebServer:
    """Serves an application of ``create_app`` until it is stopped."""

    def __init__(self, app: FastAPI, settings: WebSettings, certificate: Certificate | None = None) -> None:
        """Listen at once, so that a taken port is told before anything else starts; raises ConfigError for it.

        With ``certificate`` by HTTPS; raises ConfigError where it cannot be used.
        """
        self.parts: Parts = app.state.parts
        """What is served."""
        self._public_url = settings.public_url
        self._scheme = "http" if certificate is None else "https"
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            # httptools takes a third less time a request, but bounds no header: anybody could fill the memory.
            http="h11",
            ws="websockets-sansio",
            ws_max_size=_WEBSOCKET_BYTES,
            # H.264 is compressed already; zlib would take more for each viewer than all the rest.
            ws_per_message_deflate=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            ssl_certfile=certificate.file if certificate else None,
            ssl_keyfile=certificate.key_file if certificate else None,
        )
        _load(config, certificate)
        self._server = uvicorn.Server(config)
        self._socket = _listen(settings.host, settings.port)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="web", daemon=True
        )

    @property
    def url(self) -> str:
        """Where a browser finds the pages: the public address, or that of this machine."""
        if self._public_url:
            return self._public_url
        host, port = self._socket.getsockname()[:2]
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        return f"{self._scheme}://{f'[{shown}]' if ':' in shown else shown}:{port}"

    @property
    def welcome_url(self) -> str | None:
        """The link that signs the first administrator in, once; None where a password was chosen already."""
        link = self.parts.access.welcome
        return None if link is None else f"{self.url}/welcome?token={link.secret}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End open streams and connections, and stop; a second time does nothing."""
        self.parts.end_streams()
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()


_WEBSOCKET_BYTES = 64 * 1024
"""Clients have nothing long to say."""


def _load(config: uvicorn.Config, certificate: Certificate | None) -> None:
    try:
        config.load()
    except (ssl.SSLError, OSError) as error:
        name = certificate.file if certificate else "of the pages"
        raise ConfigError(f"The certificate '{name}' or its key cannot be used: {error}.") from None


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(address[:2], family=family, backlog=_WAITING_CONNECTIONS)
        # Connections inherit it. asyncio sets it for sockets that it makes itself; without, an answer of two parts
        # waits 40 ms for the client to confirm the first.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        why = {
            errno.EADDRINUSE: "something else uses it; choose another one with --port",
            errno.EACCES: "ports below 1024 need more rights; choose another one with --port",
        }.get(error.errno or 0, error.strerror or str(error))
        raise ConfigError(f"Cannot serve pages at {host}:{port}: {why}.") from None
