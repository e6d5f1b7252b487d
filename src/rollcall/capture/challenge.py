"""How a camera wants to be told the password, asked once more since rtspsrc does not say."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from rollcall.redaction import SourceUrl

__all__ = ["unknown_algorithm", "unknown_digest"]

_ANSWER_SECONDS = 1.0
_ANSWER_BYTES = 16 * 1024
_QUESTION = "DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
_CHALLENGE = re.compile(r"^WWW-Authenticate:\s*(\w+)\s*(.*)$", re.IGNORECASE | re.MULTILINE)
_ALGORITHM = re.compile(r'\balgorithm\s*=\s*"?([\w-]+)', re.IGNORECASE)
_KNOWN = frozenset({"BASIC", "MD5"})


def unknown_digest(source: SourceUrl) -> str:
    """Return the algorithm of the digest that the camera wants, where GStreamer knows none that it takes."""
    # Without encryption only; the answer to others is another error at worst.
    return unknown_algorithm(_challenges(source)) if source.scheme == "rtsp" else ""


def unknown_algorithm(answer: str) -> str:
    """Return what the header lines ``WWW-Authenticate`` of ``answer`` ask for, where none of them is Basic or MD5."""
    asked = [_algorithm(scheme, rest) for scheme, rest in _CHALLENGE.findall(answer)]
    return "" if _KNOWN.intersection(asked) else next(iter(asked), "")


def _algorithm(scheme: str, rest: str) -> str:
    if scheme.upper() != "DIGEST":
        return scheme.upper()
    named = _ALGORITHM.search(rest)
    return named[1].upper() if named else "MD5"


def _challenges(source: SourceUrl) -> str:
    """Return the answer to a question without a password, or nothing where there is none in time."""
    address = urlsplit(source.location)
    try:
        with socket.create_connection((address.hostname or "", address.port or 554), _ANSWER_SECONDS) as camera:
            camera.sendall(_QUESTION.format(url=source.location).encode())
            return _head(iter(lambda: camera.recv(_ANSWER_BYTES), b""))
    except (OSError, ValueError):
        return ""


def _head(pieces: Iterable[bytes]) -> str:
    text = b""
    for piece in pieces:
        text += piece
        if b"\r\n\r\n" in text or len(text) > _ANSWER_BYTES:
            break
    return text.decode(errors="replace")
