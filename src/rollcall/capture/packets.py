"""A camera's video as it was encoded, for whoever passes it on without decoding: live pages, clips."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from types import TracebackType

__all__ = ["Packet", "PacketFeed", "PacketFormat", "PacketSubscription"]

_DEFAULT_LIMIT = 512
"""Twenty seconds at 25 frames a second: more than a page that is still alive ever lags."""
_GROUP_BYTES = 16 * 1024 * 1024
"""A group of pictures larger than this is not kept for those who come late: at 8 Mbit/s it lasts 16 seconds."""


@dataclass(frozen=True, slots=True)
class PacketFormat:
    """What a decoder must know before the first packet; the same object for as long as nothing of it changes."""

    codec: str
    """H264, H265, JPEG, ..."""
    width: int
    height: int
    profile: str
    """As GStreamer writes it: ``high``, ``main``; empty where the codec has none."""
    level: str


@dataclass(frozen=True, slots=True, eq=False)
class Packet:
    """One access unit: the encoded bytes of one picture.

    H.264 and H.265 come as a byte stream (Annex B), with the parameter sets before each keyframe.
    """

    data: bytes
    pts: float
    """Seconds on the stream's clock: the same number as the ``pts`` of the ``Frame`` decoded from it."""
    dts: float
    """When it must be decoded; earlier than ``pts`` where the camera sends B-frames."""
    keyframe: bool
    format: PacketFormat


class PacketSubscription:
    """One reader's packets, in order, from a keyframe on; a context manager.

    A reader that is too slow loses packets up to the next keyframe, and nobody else notices.
    """

    def __init__(self, feed: PacketFeed, begin: tuple[Packet, ...], limit: int) -> None:
        self._feed = feed
        self._limit = limit
        self._changed = threading.Condition()
        self._packets: deque[Packet] = deque(begin)
        self._in_step = bool(begin)
        self._slow = False
        self._closed = False
        self.lost = 0
        """Packets that this reader was too slow for."""

    @property
    def closed(self) -> bool:
        """Whether no further packet will come."""
        return self._closed

    def read(self, timeout_seconds: float) -> Packet | None:
        """Return the next packet, or None if none came in time or the stream was stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._packets or self._closed, timeout_seconds)
            return self._packets.popleft() if self._packets else None

    def close(self) -> None:
        """Read no further."""
        self._feed.forget(self)
        self.end()

    def end(self) -> None:
        """Wake the reader; there will be no further packets."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def put(self, packet: Packet) -> None:
        """Append a packet, or drop what waits where the reader is too slow."""
        with self._changed:
            if len(self._packets) >= self._limit:
                self.lost += len(self._packets)
                self._packets.clear()
                self._in_step, self._slow = False, True
            if packet.keyframe:
                self._in_step, self._slow = True, False
            self.lost += self._slow
            if self._in_step:
                self._packets.append(packet)
                self._changed.notify_all()

    def skip(self) -> None:
        """Leave out what comes before the next keyframe: the connection is a new one."""
        with self._changed:
            self._in_step = self._slow = False

    def __enter__(self) -> PacketSubscription:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class PacketFeed:
    """Hands a camera's packets to any number of readers; never waits for one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscriptions: tuple[PacketSubscription, ...] = ()
        self._group: list[Packet] = []
        self._group_bytes = 0
        self._ended = False

    def subscribe(self, limit: int = _DEFAULT_LIMIT) -> PacketSubscription:
        """Return a reader that begins with the newest keyframe, so that it can show a picture at once.

        ``limit``: packets that may wait for the reader.
        """
        with self._lock:
            begin = tuple(self._group) if len(self._group) < limit else ()
            subscription = PacketSubscription(self, begin, limit)
            if self._ended:
                subscription.end()
            self._subscriptions = (*self._subscriptions, subscription)
        return subscription

    def forget(self, subscription: PacketSubscription) -> None:
        """Hand nothing more to ``subscription``."""
        with self._lock:
            self._subscriptions = tuple(other for other in self._subscriptions if other is not subscription)

    def put(self, packet: Packet) -> None:
        """Hand a packet to everyone."""
        with self._lock:
            self._keep(packet)
            for subscription in self._subscriptions:
                subscription.put(packet)

    def restart(self) -> None:
        """Note that the next packets come from a new connection and continue none before."""
        with self._lock:
            self._group, self._group_bytes = [], 0
            for subscription in self._subscriptions:
                subscription.skip()

    def end(self) -> None:
        """Wake every reader; there will be no further packets."""
        with self._lock:
            self._ended = True
            for subscription in self._subscriptions:
                subscription.end()

    def _keep(self, packet: Packet) -> None:
        """Keep the packets since the newest keyframe, for those who come later."""
        if packet.keyframe:
            self._group, self._group_bytes = [], 0
        elif not self._group:
            return
        self._group.append(packet)
        self._group_bytes += len(packet.data)
        if self._group_bytes > _GROUP_BYTES:
            self._group, self._group_bytes = [], 0
