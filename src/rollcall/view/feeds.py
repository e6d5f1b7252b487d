"""The feeds of all cameras."""

from __future__ import annotations

from collections.abc import Iterable

from rollcall.config import ViewSettings
from rollcall.service import Pipeline
from rollcall.view.feed import Feed

__all__ = ["Feeds"]


class Feeds:
    """One feed a camera, found by the camera's name."""

    def __init__(self, pipelines: Iterable[Pipeline], settings: ViewSettings) -> None:
        self._feeds = {pipeline.name: Feed(pipeline, settings) for pipeline in pipelines}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the cameras in their order."""
        return tuple(self._feeds)

    @property
    def first(self) -> Feed:
        """The feed of the first camera; there is always one, since no camera means the demo's."""
        return next(iter(self._feeds.values()))

    def find(self, camera: str) -> Feed | None:
        """Return the feed of ``camera``, or None where there is no such camera."""
        return self._feeds.get(camera)

    def close(self) -> None:
        """End all of them and send their viewers away."""
        for feed in self._feeds.values():
            feed.close()
