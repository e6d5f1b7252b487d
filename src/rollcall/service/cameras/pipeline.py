"""One camera at work: its stream, and a thread that analyses the newest frame, again and again."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable

from rollcall.capture import CameraStream, PacketSubscription, StreamStatus
from rollcall.capture.rate import Rate
from rollcall.config import IdentitySettings
from rollcall.errors import RollcallError
from rollcall.model import Frame
from rollcall.service.analysis.analysis import Analysis
from rollcall.service.analysis.scene import Scene
from rollcall.service.metrics import CameraMetrics
from rollcall.service.newest import Newest
from rollcall.service.sightings.stays import Stays
from rollcall.store import Mask

__all__ = ["Pipeline"]

_WAIT_SECONDS = 0.5
"""How long the analysis sleeps on a camera without frames before it looks at who has left."""

_COMPLAINT_SECONDS = 60.0

_log = logging.getLogger(__name__)


class Pipeline:
    """Joins one camera's stream, analysis and record of stays; none of them waits for another, or for a viewer."""

    def __init__(
        self,
        stream: CameraStream,
        analysis: Analysis,
        stays: Stays,
        metrics: CameraMetrics,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._stream = stream
        self._analysis = analysis
        self._stays = stays
        self.metrics = metrics
        """Where its work is counted."""
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"analysis-{stream.name}", daemon=True)
        self._rate, self._counting = Rate(), threading.Lock()
        self._connected = False
        self._complained = -math.inf
        self.trouble: str | None = None
        """Why the newest frame could not be analysed, in one line; None while all is well."""
        self.scenes: Newest[Scene] = Newest()
        """The newest analysed frame."""

    @property
    def name(self) -> str:
        """The camera's name."""
        return self._stream.name

    @property
    def status(self) -> StreamStatus:
        """How the camera's connection is, in words."""
        return self._stream.status

    @property
    def ended(self) -> bool:
        """Whether the camera is at work no more."""
        return self._stopping.is_set()

    def analysed_per_second(self, status: StreamStatus) -> float:
        """Return the frames analysed a second over the last two seconds, at most those that came by ``status``.

        A frame counts once it was analysed, which is later than it came, and ``status`` was told a moment ago: of a
        camera that slows down more would seem to be analysed than come.
        """
        with self._counting:
            return min(self._rate.per_second(time.monotonic()), status.frames_per_second)

    def connect(self) -> None:
        """Connect to the camera without an analysis, so that its first picture can be waited for before ``start``."""
        if not self._connected:
            self._connected = True
            self._stream.start()

    def start(self) -> None:
        """Connect to the camera, unless that was done, and begin the analysis."""
        self.connect()
        self._thread.start()

    def ignore(self, masks: tuple[Mask, ...]) -> None:
        """Look at nobody within ``masks`` from the next frame on."""
        self._analysis.ignore(masks)

    def stop(self) -> None:
        """End both; people who are present leave now."""
        self._stopping.set()
        self._stream.stop()
        if self._thread.is_alive():
            self._thread.join()
        self.scenes.close()

    def follow(self, settings: IdentitySettings) -> None:
        """Decide who is who, and who is there, by ``settings`` from the next frame on."""
        self._analysis.follow(settings)
        self._stays.adjust(settings)

    def wait_frame(self, after_sequence: int, timeout_seconds: float) -> Frame | None:
        """Return the newest frame later than ``after_sequence``, or None if none came in time."""
        return self._stream.wait(after_sequence, timeout_seconds)

    def packets(self) -> PacketSubscription:
        """Return a reader of the video as the camera encoded it, which begins with the newest keyframe."""
        return self._stream.packets()

    def _work(self) -> None:
        seen = -1
        while not self._stopping.is_set():
            asked = self._clock()
            frame = self._stream.wait(seen, _WAIT_SECONDS)
            if frame is None:
                now = self._clock()
                self._stays.wait(now, now - asked)
                continue
            self.metrics.dropped(frame.sequence - seen - 1)
            seen = frame.sequence
            try:
                self._look(frame)
                self.trouble = None
            except Exception as error:
                # One frame that cannot be analysed must not end the watch; the frame after it may do.
                self._fail(error)
        self._stays.end()

    def _fail(self, error: Exception) -> None:
        """Tell of a frame whose analysis failed: each is counted, and one a minute is logged, since all may fail."""
        ours = not isinstance(error, RollcallError)
        self.metrics.failed()
        self.trouble = f"a mistake in the program, {type(error).__name__}; the log tells more" if ours else str(error)
        now = self._clock()
        if not 0 <= now - self._complained < _COMPLAINT_SECONDS:
            self._complained = now
            _log.error(
                "analysis failed: %s", self.trouble, exc_info=error if ours else None, extra={"camera": self.name}
            )

    def _look(self, frame: Frame) -> None:
        try:
            scene = self._analysis.analyse(frame)
        except Exception:
            # As long as nobody can be looked for nobody is seen: whoever was there leaves, like before a dark camera.
            self._stays.wait(frame.time)
            raise
        self.scenes.put(scene)
        self.metrics.analysed(scene, self._clock() - frame.time)
        with self._counting:
            self._rate.count(time.monotonic())
        self._stays.follow(frame, scene)
