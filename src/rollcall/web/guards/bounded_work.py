"""Work that takes long: on threads of its own, few at a time, and refused when too much is waiting."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import anyio
from anyio import to_thread
from fastapi import HTTPException

__all__ = ["BoundedWork"]

Result = TypeVar("Result")

_RETRY_SECONDS = "1"


class BoundedWork:
    """Runs one kind of work, so that neither the event loop nor other requests wait for it."""

    def __init__(self, *, at_once: int, most_waiting: int, refusal: str) -> None:
        """``refusal``: what is said to those who would wait too long, as one sentence."""
        self._places = anyio.CapacityLimiter(at_once)
        self._at_once = at_once
        self._most = at_once + most_waiting
        self._asked = 0
        self._refusal = refusal

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return max(0, self._asked - self._at_once)

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns. Raises HTTPException 503 where too much is waiting already."""
        # Counted here: a limiter knows of nobody before the next turn of the loop, and many may ask in one.
        if self._asked >= self._most:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, self._refusal, headers={"Retry-After": _RETRY_SECONDS})
        self._asked += 1
        try:
            return await to_thread.run_sync(work, limiter=self._places)
        finally:
            self._asked -= 1
