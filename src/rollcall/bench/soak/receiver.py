"""A webhook's receiver that goes down and comes back."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["WebhookReceiver"]

_HOST = "127.0.0.1"


class WebhookReceiver:
    """Takes every message and counts it; ``down`` closes its port, ``up`` opens it again."""

    def __init__(self) -> None:
        self.taken = 0
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self.up()

    @property
    def url(self) -> str:
        """Where messages go."""
        return f"http://{_HOST}:{self._port}/"

    def up(self) -> None:
        """Listen."""
        if self._server is None:
            self._server = ThreadingHTTPServer((_HOST, self._port), self._handler())
            self._port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, name="receiver", daemon=True).start()

    def down(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handler(receiver) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - "self" is the handler's own below
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
