"""A server on this machine that sends a file as well or as badly as a test wants it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Server:
    """What it sends, and how; every request is written down."""

    url: str = ""
    content: bytes = b""
    breaks_after: list[int] = field(default_factory=list)
    """Bytes after which the next answers break off, one number an answer; when none is left, answers are whole."""
    ignores_ranges: bool = False
    starts_at: int | None = None
    """Where a partial answer begins whatever was asked for."""
    claims: int | None = None
    """The length that it speaks of, instead of the right one."""
    status: int | None = None
    """An answer without a file."""
    moved_to: str | None = None
    ranges: list[str | None] = field(default_factory=list)
    """The ``Range`` of each request."""


class _Handler(BaseHTTPRequestHandler):
    server: _HttpServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        plan = self.server.plan
        wanted = self.headers.get("Range")
        plan.ranges.append(wanted)
        self.close_connection = True
        if plan.moved_to and self.path != plan.moved_to:
            self._head(302, {"Location": plan.moved_to, "Content-Length": "0"})
        elif plan.status:
            self._head(plan.status, {"Content-Length": "0"})
        else:
            self._send(0 if wanted is None or plan.ignores_ranges else int(wanted.removeprefix("bytes=").rstrip("-")))

    def _send(self, start: int) -> None:
        plan = self.server.plan
        if start >= len(plan.content) > 0:
            self._head(416, {"Content-Range": f"bytes */{len(plan.content)}", "Content-Length": "0"})
            return
        begin = plan.starts_at if start and plan.starts_at is not None else start
        body = plan.content[begin:]
        headers = {"Content-Length": str(plan.claims if plan.claims is not None else len(body))}
        if start:
            headers["Content-Range"] = f"bytes {begin}-{len(plan.content) - 1}/{len(plan.content)}"
        self._head(206 if start else 200, headers)
        self.wfile.write(body[: plan.breaks_after.pop(0)] if plan.breaks_after else body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Keep the tests' output free of requests."""


class _HttpServer(ThreadingHTTPServer):
    plan: Server
    daemon_threads = True


@contextmanager
def serving() -> Iterator[Server]:
    """Serve on 127.0.0.1 what is put into ``content``, as the other fields say."""
    http = _HttpServer(("127.0.0.1", 0), _Handler)
    http.plan = Server(url=f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield http.plan
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
