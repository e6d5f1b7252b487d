"""Large files from the web: taken up again where they broke off, whole and right or not there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import httpx
from filelock import FileLock, Timeout

from rollcall.errors import ModelError
from rollcall.vision.cache import sha256_of

__all__ = ["Progress", "download"]

Progress: TypeAlias = Callable[[int, int | None], None]
"""Told the bytes that are here and, where the server says so, the bytes that there are in all."""

_CONNECT_SECONDS = 5.0
# Without a network the wait must be short; a server that answers does so within a second.

_READ_SECONDS = 30.0
# Between two pieces of an answer.

_MAX_BYTES = 1 << 30
# Larger than any pack: a stream without end stops here.

_MAX_TRIES, _MAX_FRUITLESS_TRIES = 20, 3
# In all, and one after the other without a new byte.


def download(
    url: str, path: Path, *, sha256: str | None, progress: Progress = lambda *_: None, pause_seconds: float = 1.0
) -> None:
    """Fetch ``url`` to ``path``.

    What arrives is kept beside it as ``<name>.part``; a broken connection, or a later call, goes on from there. The
    file appears under its name when it is whole and, where ``sha256`` is known, the very one. ``pause_seconds`` lie
    between two tries that brought nothing.

    Raises:
        ModelError: nobody answers, the server refuses, the disk is full, the file is not the one that is known, or
            another process is fetching it.

    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(part.with_suffix(".lock"), timeout=0):
            _fetch_right(url, part, sha256, progress, pause_seconds)
            part.replace(path)
    except Timeout:
        raise ModelError(f"Another process is fetching '{path.name}'; wait until it is done.") from None
    except OSError as error:
        raise ModelError(f"Cannot write '{path}': {error.strerror}.") from error


def _fetch_right(url: str, part: Path, sha256: str | None, progress: Progress, pause_seconds: float) -> None:
    resumed = _size(part) > 0
    _fetch_whole(url, part, progress, pause_seconds)
    if resumed and sha256 and sha256_of(part) != sha256:
        # What an earlier call left may be of another file than the server has now.
        part.unlink()
        _fetch_whole(url, part, progress, pause_seconds)
    if sha256 and sha256_of(part) != sha256:
        part.unlink()
        raise ModelError(f"What {url} sent is not the file that is known (its SHA-256 differs); it was not kept.")


def _fetch_whole(url: str, part: Path, progress: Progress, pause_seconds: float) -> None:
    """Ask again and again for what is missing, as long as that brings something."""
    reason, fruitless = "it never sent all of it", 0
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    with httpx.Client(timeout=timeout, follow_redirects=True) as client:
        for _ in range(_MAX_TRIES):
            before = _size(part)
            try:
                if _fetch_rest(client, url, part, progress):
                    return
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
                # Nobody is there, and asking again would only make a machine without a network wait.
                raise _cannot_fetch(url, str(error)) from None
            except httpx.HTTPError as error:
                reason = str(error) or type(error).__name__
            fruitless = 0 if _size(part) > before else fruitless + 1
            if fruitless >= _MAX_FRUITLESS_TRIES:
                break
            if fruitless:
                time.sleep(pause_seconds)
    raise _cannot_fetch(url, reason)


def _fetch_rest(client: httpx.Client, url: str, part: Path, progress: Progress) -> bool:
    """Ask once for what is missing, and return whether that was all."""
    have = _size(part)
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            # Nothing comes after what is here: it is all, or it is too much.
            if response.headers.get("Content-Range") == f"bytes */{have}":
                return True
            part.unlink()
            return False
        if response.is_client_error:
            raise _cannot_fetch(url, f"the server answers {response.status_code} {response.reason_phrase}")
        response.raise_for_status()
        start = _start(response)
        if start not in (0, have):
            part.unlink()
            return False
        return _write(response, part, start, progress)


def _write(response: httpx.Response, part: Path, start: int, progress: Progress) -> bool:
    """Write the body from ``start`` on, and return whether it was all that the server spoke of."""
    length = response.headers.get("Content-Length", "")
    total = start + int(length) if length.isdigit() else None
    done = start
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        for piece in response.iter_raw():
            done += len(piece)
            if done > _MAX_BYTES:
                raise _cannot_fetch(str(response.url), f"it is larger than {_MAX_BYTES:,} bytes, which no pack is")
            file.write(piece)
            progress(done, total)
    return total is None or done == total


def _start(response: httpx.Response) -> int:
    """Return the place of the body's first byte in the file; -1 where the server does not say it right."""
    if response.status_code != httpx.codes.PARTIAL_CONTENT:
        return 0
    match = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(match[1]) if match else -1


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _cannot_fetch(url: str, reason: str) -> ModelError:
    reason = " ".join(reason.split()).rstrip(".")
    return ModelError(f"Cannot fetch {url}: {reason}. Check the network, then try again: what has come is kept.")
