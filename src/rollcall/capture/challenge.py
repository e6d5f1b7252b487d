"""How a camera wants to be told the password, asked once more since rtspsrc does not say."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from rollcall.redaction import SourceUrl

__all__ = ["unknown_algorithm", "unknown_digest"]

_ANSWER_SECONDS = 1.0
_ANSWER_BYTES = 16 * 1024
_QUESTION = "DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
_DIGEST = re.compile(r"^WWW-Authenticate:\s*Digest\s+(.*)$", re.IGNORECASE | re.MULTILINE)
_PARAMETER = re.compile(r'(\w+)\s*=\s*"?([^",\s]*)')
_KNOWN = "MD5"


def unknown_digest(source: SourceUrl) -> str:
    """Return the algorithm of the digest that the camera wants, where GStreamer knows none that it takes."""
    # Without encryption only; the answer to others is another error at worst.
    return unknown_algorithm(_challenges(source)) if source.scheme == "rtsp" else ""


def unknown_algorithm(answer: str) -> str:
    """Return the algorithm that ``answer`` asks for by its headers, or ``""`` where GStreamer can do as it is asked.

    Of several digests GStreamer takes the last, as if it were MD5: right where one of MD5 has the same nonce.
    """
    asked = [_Digest.parse(text) for text in _DIGEST.findall(answer)]
    if not asked or asked[-1].nonce in {digest.nonce for digest in asked if digest.algorithm == _KNOWN}:
        return ""
    return asked[-1].algorithm


@dataclass(frozen=True, slots=True)
class _Digest:
    algorithm: str
    nonce: str

    @classmethod
    def parse(cls, text: str) -> _Digest:
        values = {name.lower(): value for name, value in _PARAMETER.findall(text)}
        return cls(values.get("algorithm", _KNOWN).upper(), values.get("nonce", ""))


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
    text, end = b"", time.monotonic() + _ANSWER_SECONDS
    for piece in pieces:
        text += piece
        # A camera that hands it over byte by byte shall hold up nobody.
        if b"\r\n\r\n" in text or len(text) > _ANSWER_BYTES or time.monotonic() > end:
            break
    return text.decode(errors="replace")
