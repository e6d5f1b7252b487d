"""Viewers that take everything and show nothing: what a page costs the server, without a browser."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

__all__ = ["watch", "watch_pictures"]

_BOUNDARY = b"--frame"


async def watch(url: str, key: str, camera: str, count: int, seconds: float) -> list[float]:
    """Watch one camera ``count`` times and return the pictures a second that each viewer got."""
    address = f"{url.replace('http', 'ws', 1)}/cameras/{camera}/live"
    return list(await asyncio.gather(*(_viewer(address, key, seconds) for _ in range(count))))


async def _viewer(address: str, key: str, seconds: float) -> float:
    pictures, began = 0, time.perf_counter()
    async with connect(address, additional_headers={"X-API-Key": key}, max_size=None) as socket:
        with suppress(TimeoutError, ConnectionClosed):
            async with asyncio.timeout(seconds):
                async for message in socket:
                    pictures += isinstance(message, bytes)
    return pictures / (time.perf_counter() - began)


async def watch_pictures(url: str, key: str, camera: str, seconds: float) -> float:
    """Watch one camera as MJPEG and return the pictures a second."""
    place, pictures, began = urlsplit(url), 0, time.perf_counter()
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(
        f"GET /cameras/{camera}/video_feed HTTP/1.1\r\nHost: {place.netloc}\r\nX-API-Key: {key}\r\n\r\n".encode()
    )
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while piece := await reader.read(1 << 16):
                pictures += piece.count(_BOUNDARY)
    writer.close()
    return pictures / (time.perf_counter() - began)
