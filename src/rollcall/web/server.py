"""The web server on a thread of its own, so that the main thread is free for signals and the window."""

from __future__ import annotations

import errno
import socket
import threading

import uvicorn
from fastapi import FastAPI

from rollcall.config import WebSettings
from rollcall.errors import ConfigError

__all__ = ["WebServer"]

_GRACE_SECONDS = 1
"""How long open connections may go on when the program ends; a live picture never ends by itself."""


class WebServer:
    """Serves an application until it is stopped."""

    def __init__(self, app: FastAPI, settings: WebSettings) -> None:
        """Listen at once, so that a taken port is told before anything else starts; raises ConfigError for it."""
        self._socket = _listen(settings.host, settings.port)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, timeout_graceful_shutdown=_GRACE_SECONDS, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="web", daemon=True
        )

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the pages."""
        host, port = self._socket.getsockname()[:2]
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End open connections and stop."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, reuse_port=False)
    except OSError as error:
        why = {
            errno.EADDRINUSE: "something else uses it; choose another one with --port",
            errno.EACCES: "ports below 1024 need more rights; choose another one with --port",
        }.get(error.errno or 0, error.strerror or str(error))
        raise ConfigError(f"Cannot serve pages at {host}:{port}: {why}.") from None
