"""Work on uploaded pictures: on threads of its own, few at a time, and refused when too much is waiting."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import anyio
from anyio import to_thread
from fastapi import HTTPException

__all__ = ["PictureWork"]

Result = TypeVar("Result")

_AT_ONCE = 2
"""Models run one at a time anyway; a second picture is decoded meanwhile."""
_MOST_WAITING = 16
"""More would wait longer than clients do, each with a picture in memory."""
_RETRY_SECONDS = "1"


class PictureWork:
    """Runs what decodes pictures and runs models, so that neither the event loop nor other requests wait for it."""

    def __init__(self) -> None:
        self._places = anyio.CapacityLimiter(_AT_ONCE)

    @property
    def waiting(self) -> int:
        """Pictures that wait for their turn."""
        return self._places.statistics().tasks_waiting

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns. Raises HTTPException 503 where too much is waiting already."""
        if self.waiting >= _MOST_WAITING:
            detail = "Too many pictures are being worked on; try again in a moment."
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": _RETRY_SECONDS})
        return await to_thread.run_sync(work, limiter=self._places)
