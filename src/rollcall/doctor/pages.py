"""The address of the pages: free, or answered by a Rollcall that runs."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterator

from rollcall.config import WebSettings, load_served
from rollcall.doctor.finding import Finding, ok, warning

__all__ = ["check_pages"]

_ANSWER_SECONDS = 5.0
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked, not bound
_MOST_BYTES = 1_000_000


def check_pages(settings: WebSettings) -> Iterator[Finding]:
    """Ask whoever listens at the port of the pages how it is. Raises ConfigError for a certificate of no use."""
    load_served(settings)
    host, port = _HERE.get(settings.host, settings.host), settings.port
    if not _is_taken(host, port):
        yield ok("pages", f"port {port} is free")
        return
    status = _ask(_connection(host, port, https=settings.https or settings.certificate is not None))
    if status == "ok":
        yield ok("pages", f"a Rollcall runs at port {port} and is well")
    elif status == "degraded":
        yield warning("pages", f"a Rollcall runs at port {port} and is not well", "Its page Health tells why.")
    else:
        yield warning("pages", f"something else uses port {port}", "End it, or choose another port with --port.")


def _is_taken(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), _ANSWER_SECONDS).close()
    except OSError:
        return False
    return True


def _connection(host: str, port: int, *, https: bool) -> http.client.HTTPConnection:
    if not https:
        return http.client.HTTPConnection(host, port, timeout=_ANSWER_SECONDS)
    # Its certificate is its own as a rule, and nothing secret is said.
    trusting = ssl._create_unverified_context()  # noqa: S323
    return http.client.HTTPSConnection(host, port, timeout=_ANSWER_SECONDS, context=trusting)


def _ask(connection: http.client.HTTPConnection) -> str | None:
    """Return what ``GET /health`` says in its one word, or None where that is no Rollcall."""
    try:
        connection.request("GET", "/health")
        answer = json.loads(connection.getresponse().read(_MOST_BYTES))
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return str(answer.get("status")) if isinstance(answer, dict) else None
