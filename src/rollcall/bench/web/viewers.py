"""Viewers of live video that take everything and show nothing: what a page costs the server, without a browser."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from websockets.asyncio.client import connect

__all__ = ["watch"]


async def watch(url: str, key: str, camera: str, count: int, seconds: float) -> list[float]:
    """Watch one camera ``count`` times and return the pictures a second that each viewer got."""
    address = f"{url.replace('http', 'ws', 1)}/cameras/{camera}/live"
    return list(await asyncio.gather(*(_viewer(address, key, seconds) for _ in range(count))))


async def _viewer(address: str, key: str, seconds: float) -> float:
    pictures, began = 0, time.perf_counter()
    async with connect(address, additional_headers={"X-API-Key": key}, max_size=None) as socket:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for message in socket:
                    pictures += isinstance(message, bytes)
    return pictures / (time.perf_counter() - began)
