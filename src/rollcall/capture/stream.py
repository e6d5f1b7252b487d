"""One camera: opened, watched over, opened again when it breaks, and its newest frame for whoever asks."""

from __future__ import annotations

import logging
import random
import threading
import time

from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.clock import Arrival, FrameClock
from rollcall.capture.gstreamer import Gst
from rollcall.capture.pipeline import EndOfVideo, VideoPipeline
from rollcall.capture.pixels import image_of
from rollcall.capture.rate import FrameRate
from rollcall.capture.sources import kind_of
from rollcall.capture.status import StreamState, StreamStatus
from rollcall.capture.supervision import Patience, Supervision
from rollcall.config import CaptureSettings
from rollcall.errors import CaptureError, SourceUnreachable
from rollcall.model import Frame
from rollcall.redaction import SourceUrl

__all__ = ["CameraStream"]

_POLL_SECONDS = 0.05
"""How long one look for a frame takes at most: the delay of everything that is no frame."""

_log = logging.getLogger(__name__)


class CameraStream:
    """A camera's frames, newest first, for any number of readers, from ``start`` to ``stop``.

    A thread of its own opens the source and opens it again whenever it breaks; nothing that happens to it is raised:
    it shows in ``status``, and readers wait.
    """

    def __init__(self, name: str, source: SourceUrl, settings: CaptureSettings) -> None:
        """Prepare to read ``source``. Raises SourceUnsupported where its scheme is none of ours."""
        self.name = name
        self._source = source
        self._settings = settings
        self._kind = kind_of(source)
        self._clock = FrameClock()
        self._rate = FrameRate()
        self._supervision = Supervision(
            Patience(connect=settings.connect_timeout_seconds, stall=settings.stall_timeout_seconds),
            RetryPolicy(),
            random.random,
        )
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._count = 0
        self._status = StreamStatus(StreamState.CONNECTING, since=time.time())
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"capture-{name}", daemon=True)

    def start(self) -> None:
        """Begin to connect, without waiting for it."""
        self._thread.start()

    def stop(self) -> None:
        """Close the connection and wake every reader; a stopped stream cannot be started again."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._changed:
            self._changed.notify_all()

    @property
    def status(self) -> StreamStatus:
        """How the connection is at this moment."""
        return self._status

    def wait(self, after_sequence: int, timeout_seconds: float) -> Frame | None:
        """Return the newest frame later than ``after_sequence``, or None if none came in time."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopping.is_set() or (self._frame is not None and self._frame.sequence > after_sequence),
                timeout_seconds,
            )
            newest = self._frame
        return newest if newest is not None and newest.sequence > after_sequence else None

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._supervision.connect(time.monotonic())
            self._publish_status()
            try:
                self._read(VideoPipeline(self._source, self._settings))
            except EndOfVideo:
                self._supervision.end(time.monotonic(), "the video has come to its end")
                break
            except CaptureError as error:
                if not self._wait_after(error):
                    break
        if self._stopping.is_set():
            self._supervision.end(time.monotonic(), "stopped")
        self._publish_status()

    def _wait_after(self, error: CaptureError) -> bool:
        """Sleep until the next attempt is due; return False where none will help."""
        now = time.monotonic()
        if self._kind.comes_back:
            retry_at = self._supervision.fail(now, error)
            self._publish_status()
            self._stopping.wait(retry_at - now)
        else:
            self._supervision.give_up(now, error)
        return self._kind.comes_back

    def _read(self, pipeline: VideoPipeline) -> None:
        """Hand out the frames of one connection until it breaks or the stream is stopped."""
        self._clock.restart()
        try:
            self._kind.open(pipeline)
            pipeline.start()
            while not self._stopping.is_set():
                self._look(pipeline)
        finally:
            pipeline.close()

    def _look(self, pipeline: VideoPipeline) -> None:
        """Take what has arrived, or see how long nothing has."""
        sample = self._poll(pipeline)
        now = time.monotonic()
        if pipeline.packets():
            self._supervision.packet(now)
        if sample is not None:
            self._hand_out(sample, Arrival(now, time.time()))
        elif (error := self._supervision.overdue(now)) is not None:
            raise error
        self._publish_status(pipeline)

    def _poll(self, pipeline: VideoPipeline) -> Gst.Sample | None:
        try:
            return pipeline.poll(_POLL_SECONDS)
        except EndOfVideo:
            if self._kind.comes_back:
                raise SourceUnreachable(f"{self._source} ended the video.") from None
            if not self._settings.loop:
                raise
            pipeline.rewind()
            return None

    def _hand_out(self, sample: Gst.Sample, arrival: Arrival) -> None:
        pts = sample.get_buffer().pts
        stamp = self._clock.stamp(None if pts == Gst.CLOCK_TIME_NONE else pts / Gst.SECOND, arrival)
        frame = Frame(self.name, self._count, stamp.pts, stamp.time, image_of(sample))
        self._count += 1
        self._rate.count(arrival.steady)
        self._supervision.frame(arrival.steady)
        with self._changed:
            self._frame = frame
            self._changed.notify_all()

    def _publish_status(self, pipeline: VideoPipeline | None = None) -> None:
        now, before = time.monotonic(), self._status
        supervision, frame = self._supervision, self._frame
        wall = time.time() - now
        self._status = StreamStatus(
            state=supervision.state,
            reason=supervision.reason,
            since=wall + supervision.since,
            retry_at=None if supervision.retry_at is None else wall + supervision.retry_at,
            attempts=supervision.attempts,
            frames=self._count,
            width=0 if frame is None else frame.image.shape[1],
            height=0 if frame is None else frame.image.shape[0],
            frames_per_second=self._rate.per_second(now),
            codec=pipeline.codec if pipeline else before.codec,
            decoder=pipeline.decoder if pipeline else before.decoder,
        )
        if (self._status.state, self._status.reason) != (before.state, before.reason):
            self._log(self._status)

    def _log(self, status: StreamStatus) -> None:
        bad = status.state in (StreamState.STALLED, StreamState.RETRYING, StreamState.FAILED)
        values = {"camera": self.name, "attempts": status.attempts} | (
            {"reason": status.reason} if status.reason else {}
        )
        _log.log(logging.WARNING if bad else logging.INFO, "camera %s", status.state, extra=values)
