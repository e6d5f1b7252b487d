"""What happens before the cameras, told to whoever listens."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rollcall.model import Sighting

__all__ = ["Event", "EventKind", "Events"]

_log = logging.getLogger(__name__)


class EventKind(StrEnum):
    """What happened to a sighting."""

    APPEARED = "appeared"
    NAMED = "named"
    """A stranger turned out to be a person of the gallery, or a person to be another one."""
    JOINED = "joined"
    """It turned out to be a part of a longer sighting of the same person, which goes on in its place."""
    LEFT = "left"


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One thing that happened, and the sighting as it was then."""

    kind: EventKind
    sighting: Sighting


class Events:
    """Tells every listener of every event, in order, on the thread that it happened on; a listener must be quick."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: tuple[Callable[[Event], None], ...] = (_write_log_line,)

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Tell ``listener`` of every further event."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def tell(self, event: Event) -> None:
        """Tell everybody; a listener that fails is logged and keeps nobody else from hearing."""
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                _log.exception("a listener failed on '%s'", event.kind)


def _unnamed(sighting: Sighting) -> str:
    return "Unknown" if sighting.stranger is None else f"Stranger {sighting.stranger}"


def _write_log_line(event: Event) -> None:
    seen = event.sighting
    values: dict[str, object] = {"camera": seen.camera, "track": seen.track, "person": seen.name or _unnamed(seen)}
    if seen.score is not None:
        values["score"] = round(seen.score, 3)
    if event.kind is EventKind.LEFT:
        values["seconds"] = round(seen.end - seen.start, 1)
    _log.info("%s", event.kind, extra=values | {"reason": seen.reason})
