"""One camera: opened, watched over, opened again when it breaks, and its newest frame for whoever asks."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable

from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.clock import StreamClock
from rollcall.capture.connection import Connection, Picture, Reading
from rollcall.capture.decoding.decoders import DecoderFailed
from rollcall.capture.packets import PacketFeed, PacketSubscription
from rollcall.capture.pipeline import EndOfVideo, VideoPipeline
from rollcall.capture.rate import Rate
from rollcall.capture.sources.kinds import kind_of
from rollcall.capture.status import StreamState, StreamStatus
from rollcall.capture.supervision import Patience, Supervision
from rollcall.config import CaptureSettings
from rollcall.errors import RollcallError, SourceUnreachable
from rollcall.model import Frame
from rollcall.redaction import SourceUrl
from rollcall.suspension import suspended_seconds

__all__ = ["CameraStream"]

_POLL_SECONDS = 0.05
"""How long one look for a frame takes at most: the delay of everything that is no frame."""

_log = logging.getLogger(__name__)


class CameraStream:
    """A camera's frames, newest first, for any number of readers, from ``start`` to ``stop``.

    A thread of its own opens the source and opens it again whenever it breaks. Nothing that happens to a camera is
    raised here: it shows in ``status``, and readers wait.
    """

    def __init__(
        self,
        name: str,
        source: SourceUrl,
        settings: CaptureSettings,
        retries: RetryPolicy = RetryPolicy(),  # noqa: B008 - frozen
        suspended: Callable[[], float] = suspended_seconds,
    ) -> None:
        """Prepare to read ``source``; ``suspended``: how long this machine slept in all, in seconds.

        Raises SourceUnsupported where the scheme of ``source`` is none of ours.
        """
        self.name = name
        self._source = source
        self._settings = settings
        self._suspended = suspended
        self._kind = kind_of(source)
        self._clock = StreamClock()
        self._feed = PacketFeed()
        self._spurned: frozenset[str] = frozenset()
        self._supervision = Supervision(
            Patience(connect=settings.connect_timeout_seconds, stall=settings.stall_timeout_seconds),
            retries,
            random.random,
        )
        self._frame_rate = Rate()
        self._bit_rate = Rate()
        self._delay = 0.0
        self._count = 0
        self._frame: Frame | None = None
        self._changed = threading.Condition(threading.Lock())
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
        self._feed.end()
        self._wake_readers()

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

    def packets(self) -> PacketSubscription:
        """Return a reader of the video as the camera encoded it, which begins with the newest keyframe."""
        return self._feed.subscribe()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._supervision.connect(time.monotonic())
            self._publish_status()
            try:
                self._run_connection()
            except EndOfVideo:
                self._supervision.end(time.monotonic(), "the video has come to its end")
                break
            except RollcallError as error:
                if not self._wait_after(error):
                    break
            except Exception:
                # A mistake of ours with one camera's video must not end the watch over it.
                _log.exception("a camera's video could not be read", extra={"camera": self.name})
                if not self._wait_after(SourceUnreachable("its video could not be read; the log tells why")):
                    break
        if self._stopping.is_set():
            self._supervision.end(time.monotonic(), "stopped")
        self._publish_status()

    def _wait_after(self, error: RollcallError) -> bool:
        """Sleep until the next attempt is due; return False where none will help."""
        now = time.monotonic()
        if isinstance(error, DecoderFailed):
            self._spurned |= {error.decoder}
        if self._kind.comes_back or isinstance(error, DecoderFailed) or self._supervision.has_just_woken(now):
            retry_at = self._supervision.fail(now, error)
            self._publish_status()
            self._stopping.wait(retry_at - now)
            return True
        self._supervision.give_up(now, error)
        return False

    def _run_connection(self) -> None:
        """Hand out what one connection gives until it breaks or the stream is stopped."""
        pipeline = VideoPipeline(self._source, self._settings, self._spurned)
        self._feed.restart()
        suspended = self._suspended()
        try:
            self._kind.open(pipeline)
            pipeline.start()
            connection = Connection(pipeline, self._clock)
            while not self._stopping.is_set():
                reading = self._read(connection)
                self._end_after_suspension(self._suspended() - suspended)
                self._hand_out(reading)
                self._publish_status(pipeline)
                if reading.picture is not None:
                    # Last of all: readers who wake up earlier wait for this thread, and it for them.
                    self._wake_readers()
        except RollcallError:
            # Before it is taken down, which takes a while: whether it broke as this machine slept.
            self._supervision.look(time.monotonic())
            raise
        finally:
            pipeline.close()

    def _read(self, connection: Connection) -> Reading:
        try:
            return connection.read(_POLL_SECONDS)
        except EndOfVideo:
            if self._kind.comes_back:
                raise SourceUnreachable(f"{self._source} ended the video.") from None
            if not self._settings.loop:
                raise
            connection.rewind()
            return Reading((), None)

    def _end_after_suspension(self, seconds: float) -> None:
        """Raise SourceUnreachable where the machine slept long: no camera waits, and what came before has no time."""
        if self._kind.comes_back and seconds > self._settings.stall_timeout_seconds:
            self._supervision.wake(time.monotonic(), seconds)
            raise SourceUnreachable(f"{self._source} was not read while this machine slept.")

    def _hand_out(self, reading: Reading) -> None:
        """Give what was read to the readers; raises SourceUnreachable where nothing came for too long."""
        now = time.monotonic()
        for packet in reading.packets:
            self._supervision.packet(now)
            self._bit_rate.count(now, 8 * len(packet.data))
            self._feed.put(packet)
        if reading.picture is not None:
            self._supervision.frame(now, reading.picture.delay)
            self._show(reading.picture, now)
        if (error := self._supervision.overdue(now)) is not None:
            raise error

    def _show(self, picture: Picture, now: float) -> None:
        self._frame = Frame(self.name, self._count, picture.stamp.pts, picture.stamp.time, picture.image)
        self._count += 1
        self._delay = picture.delay
        self._frame_rate.count(now)

    def _wake_readers(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _publish_status(self, pipeline: VideoPipeline | None = None) -> None:
        now, before = time.monotonic(), self._status
        supervision, frame = self._supervision, self._frame
        to_wall = time.time() - now
        self._status = StreamStatus(
            state=supervision.state,
            reason=supervision.reason,
            # Computed anew each time, it would waver with the clocks.
            since=before.since if supervision.state is before.state else to_wall + supervision.since,
            retry_at=None if supervision.retry_at is None else to_wall + supervision.retry_at,
            attempts=supervision.attempts,
            frames=self._count,
            width=0 if frame is None else frame.image.shape[1],
            height=0 if frame is None else frame.image.shape[0],
            frames_per_second=self._frame_rate.per_second(now),
            kilobits_per_second=self._bit_rate.per_second(now) / 1000,
            delay_seconds=self._delay,
            codec=(pipeline.codec if pipeline else "") or before.codec,
            decoder=(pipeline.decoder if pipeline else "") or before.decoder,
        )
        if (self._status.state, self._status.reason) != (before.state, before.reason):
            _log_change(self.name, self._status)


def _log_change(camera: str, status: StreamStatus) -> None:
    bad = status.state in (StreamState.STALLED, StreamState.RETRYING, StreamState.FAILED)
    values: dict[str, object] = {"camera": camera, "state": str(status.state), "attempts": status.attempts}
    if status.reason:
        values["reason"] = status.reason
    if status.retry_at is not None:
        values["retry_seconds"] = round(max(status.retry_at - time.time(), 0.0), 1)
    _log.log(logging.WARNING if bad else logging.INFO, "camera %s", status.state, extra=values)
