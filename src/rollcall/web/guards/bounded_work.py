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
        self._most_waiting = most_waiting
        self._refusal = refusal

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._places.statistics().tasks_waiting

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns. Raises HTTPException 503 where too much is waiting already."""
        full = self._places.available_tokens < 1
        if full and self.waiting >= self._most_waiting:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, self._refusal, headers={"Retry-After": _RETRY_SECONDS})
        return await to_thread.run_sync(work, limiter=self._places)
