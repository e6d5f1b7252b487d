"""The newest value of another thread, followed on the event loop without a thread or a queue for each follower."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TypeVar

from rollcall.service.newest import Newest

__all__ = ["follow"]

Value = TypeVar("Value")


async def follow(
    place: Newest[Value], *, seen: int = 0, idle_seconds: float | None = None
) -> AsyncGenerator[Value | None]:
    """Yield the newest value whenever there is one that was not seen yet, until the place is closed.

    Whoever takes long between two values misses those between them, and nothing is kept for him meanwhile.
    ``seen``: how many values were seen before. With ``idle_seconds``, yield None where nothing came for that long.
    """
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def tell() -> None:
        # The loop may be closed between the last value and the end of this listener.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(changed.set)

    stop = place.listen(tell)
    try:
        while not place.closed:
            changed.clear()
            seen, value = place.wait(seen, 0.0)
            if value is not None:
                yield value
                continue
            try:
                await asyncio.wait_for(changed.wait(), idle_seconds)
            except TimeoutError:
                yield None
    finally:
        stop()
