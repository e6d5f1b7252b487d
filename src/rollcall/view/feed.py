"""One camera's picture with its newest result, encoded once for all who watch."""

from __future__ import annotations

import threading
import time

from rollcall.config import ViewSettings
from rollcall.model import Frame, Image
from rollcall.service import Pipeline
from rollcall.service.newest import Newest
from rollcall.view.jpeg import encode_jpeg
from rollcall.view.overlay import draw_scene

__all__ = ["Feed"]

_WAIT_SECONDS = 0.5
"""How long the thread sleeps on a camera without frames before it looks whether anybody still watches."""


class Feed:
    """Draws and encodes each frame of a camera at the camera's rate, on a thread of its own, while somebody watches.

    It takes the newest scene as it is and never waits for one; the analysis never waits for it.
    """

    def __init__(self, pipeline: Pipeline, settings: ViewSettings) -> None:
        self._pipeline = pipeline
        self._settings = settings
        self._viewers = 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.pictures: Newest[bytes] = Newest()
        """The newest picture as a JPEG."""

    def __enter__(self) -> Feed:
        """Join the viewers; the first one starts the work."""
        with self._lock:
            self._viewers += 1
            if self._thread is None and not self.pictures.closed:
                self._thread = threading.Thread(target=self._work, name=f"feed-{self._pipeline.name}", daemon=True)
                self._thread.start()
        self._pipeline.metrics.joined("mjpeg")
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave the viewers; the last one ends the work."""
        with self._lock:
            self._viewers -= 1
        self._pipeline.metrics.left("mjpeg")

    def close(self) -> None:
        """Send every viewer away, since the program ends."""
        self.pictures.close()
        thread = self._thread
        if thread is not None:
            thread.join()

    def follow(self, settings: ViewSettings) -> None:
        """Draw and encode by ``settings`` from the next picture on."""
        self._settings = settings

    def shows(self, pipeline: Pipeline) -> bool:
        """Return whether this is the feed of ``pipeline``."""
        return self._pipeline is pipeline

    @property
    def over(self) -> bool:
        """Whether its camera is at work no more."""
        return self._pipeline.ended

    @property
    def camera(self) -> str:
        """The camera's name."""
        return self._pipeline.name

    def draw_next(self, after_sequence: int, timeout_seconds: float) -> tuple[int, Image] | None:
        """Return the newest frame later than ``after_sequence``, drawn, and its sequence, or None if none came."""
        frame = self._pipeline.wait_frame(after_sequence, timeout_seconds)
        return None if frame is None else (frame.sequence, self._draw(frame))

    def snapshot(self) -> bytes | None:
        """Return the newest frame, drawn and encoded now, or None before the first frame."""
        drawn = self.draw_next(-1, 0.0)
        return None if drawn is None else encode_jpeg(drawn[1], self._settings.jpeg_quality)

    def _work(self) -> None:
        seen = -1
        while self._is_watched():
            frame = self._pipeline.wait_frame(seen, _WAIT_SECONDS)
            if frame is not None:
                seen, began = frame.sequence, time.perf_counter()
                picture = encode_jpeg(self._draw(frame), self._settings.jpeg_quality)
                self._pipeline.metrics.encoded(time.perf_counter() - began)
                self.pictures.put(picture)

    def _is_watched(self) -> bool:
        if self._pipeline.ended:
            self.pictures.close()
        with self._lock:
            if self._viewers and not self.pictures.closed:
                return True
            self._thread = None
            return False

    def _draw(self, frame: Frame) -> Image:
        scene, settings = self._pipeline.scenes.value, self._settings
        return draw_scene(frame.image, scene, frame.pts, font=settings.font, oldest=settings.result_seconds)
