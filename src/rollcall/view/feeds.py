"""The feeds of all cameras."""

from __future__ import annotations

import threading

from rollcall.config import ViewSettings
from rollcall.service import Cameras
from rollcall.view.feed import Feed

__all__ = ["Feeds"]


class Feeds:
    """One feed a camera that is at work, found by the camera's name; any thread may ask.

    A feed ends by itself with its camera; one that takes the camera's place gets a feed of its own.
    """

    def __init__(self, cameras: Cameras, settings: ViewSettings) -> None:
        self._cameras = cameras
        self._settings = settings
        self._feeds: dict[str, Feed] = {}
        self._lock = threading.Lock()
        self._closed = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the cameras in their order."""
        return tuple(camera.name for camera in self._cameras.all)

    @property
    def first(self) -> Feed | None:
        """The feed of the first camera, or None where there is no camera."""
        names = self.names
        return self.find(names[0]) if names else None

    def find(self, camera: str) -> Feed | None:
        """Return the feed of ``camera``, or None where there is no such camera."""
        watched = self._cameras.find(camera)
        with self._lock:
            feed = self._feeds.get(camera)
            if watched is None:
                self._feeds.pop(camera, None)
                return None
            if feed is None or not feed.shows(watched.pipeline):
                # A camera that is gone would be held with its last picture.
                self._feeds = {name: kept for name, kept in self._feeds.items() if not kept.over}
                feed = self._feeds[camera] = Feed(watched.pipeline, self._settings)
                if self._closed:
                    feed.close()
            return feed

    def follow(self, settings: ViewSettings) -> None:
        """Draw and encode by ``settings`` from now on."""
        with self._lock:
            self._settings = settings
            for feed in self._feeds.values():
                feed.follow(settings)

    def end(self) -> None:
        """Send every viewer away, without waiting for the work to end."""
        for feed in self._close():
            feed.pictures.close()

    def close(self) -> None:
        """End all of them and send their viewers away."""
        for feed in self._close():
            feed.close()

    def _close(self) -> tuple[Feed, ...]:
        with self._lock:
            self._closed = True
            return tuple(self._feeds.values())
