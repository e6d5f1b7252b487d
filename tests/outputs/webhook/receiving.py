"""A receiver of webhooks on loopback that answers as a test says."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Receiving", "receiving"]

_LONGEST_SECONDS = 30.0


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiving:
    """What came, and what is answered: a status, or a function that answers by itself."""

    answer: int | Callable[[BaseHTTPRequestHandler], None] = 204
    port: int = 0
    origin: str = ""
    came: list[Received] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        return f"{self.origin}/hooks/s3cret-path"

    def wait(self, count: int) -> list[Received]:
        """Return what came, once it is ``count``."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.came) >= count, _LONGEST_SECONDS), f"{len(self.came)} came"
            return list(self.came)


@contextmanager
def receiving(
    answer: int | Callable[[BaseHTTPRequestHandler], None] = 204,
    port: int = 0,
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> Iterator[Receiving]:
    """Listen until the block ends."""
    state = Receiving(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with state.changed:
                headers = {name.lower(): value for name, value in self.headers.items()}
                state.came.append(Received(self.path, headers, body))
                state.changed.notify_all()
            if isinstance(state.answer, int):
                self.send_response(state.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                state.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

    server = Server((host, port), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    state.port = server.server_port
    state.origin = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{state.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
