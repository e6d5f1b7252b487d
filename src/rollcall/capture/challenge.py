"""How a camera wants to be told the password: what GStreamer can answer, and what it cannot."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from rollcall.redaction import SourceUrl

__all__ = ["answerable", "unknown_algorithm", "unknown_digest"]

_ANSWER_SECONDS = 1.0
_ANSWER_BYTES = 16 * 1024
_QUESTION = "DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
_HEADER = re.compile(r"^WWW-Authenticate:\s*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_PARAMETER = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^",\s]*))')
_KNOWN = "MD5"


def unknown_digest(source: SourceUrl) -> str:
    """Return the algorithm of the digest that the camera wants, where GStreamer knows none that it takes."""
    # Without encryption only; the answer to others is another error at worst.
    return unknown_algorithm(_HEADER.findall(_answer_of(source))) if source.scheme == "rtsp" else ""


def unknown_algorithm(challenges: Sequence[str]) -> str:
    """Return the algorithm of the digests that are asked for, or ``""`` where GStreamer can do as it is asked."""
    asked = [_Challenge.parse(text) for text in challenges]
    digests = [challenge.algorithm for challenge in asked if challenge.is_digest]
    return digests[-1] if digests and not answerable(challenges) else ""


def answerable(challenges: Sequence[str]) -> tuple[str, ...]:
    """Return the challenges that GStreamer can answer, one a realm, the best first: digests by MD5, else the readable.

    Of several, other programs answer the last, so that this is the one that cameras were tried with.
    """
    digests: dict[str, str] = {}
    readable: list[str] = []
    for text in reversed(challenges):
        asked = _Challenge.parse(text)
        if asked.is_digest and asked.algorithm == _KNOWN:
            digests.setdefault(asked.realm, text)
        elif asked.scheme == "basic":
            readable.append(text)
    return tuple(digests.values()) or tuple(readable[:1])


@dataclass(frozen=True, slots=True)
class _Challenge:
    scheme: str
    realm: str
    algorithm: str

    @property
    def is_digest(self) -> bool:
        return self.scheme == "digest"

    @classmethod
    def parse(cls, text: str) -> _Challenge:
        values = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(text)}
        scheme = text.split(maxsplit=1)[:1]
        return cls("".join(scheme).lower(), values.get("realm", ""), values.get("algorithm", _KNOWN).upper())


def _answer_of(source: SourceUrl) -> str:
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
