"""A camera's encoded pictures as fragments of MP4, untouched, so that a browser can play them as they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rollcall.view.mp4 import TIMESCALE, codec_string, fragment, initialisation, nal_units

__all__ = ["EncodedPicture", "Fragmenter", "VideoFormat"]

_SPS, _PPS, _DELIMITER = 7, 8, 9
"""Types of NAL units (table 7-1 of H.264)."""
_TYPE_BITS = 0x1F
_NOT_IN_SAMPLES = frozenset({_SPS, _PPS, _DELIMITER})


class EncodedPicture(Protocol):
    """One access unit of H.264 as a byte stream; ``rollcall.capture.packets.Packet`` is one."""

    @property
    def data(self) -> bytes:
        """The encoded bytes."""
        ...

    @property
    def pts(self) -> float:
        """When it is shown, in seconds on the stream's clock."""
        ...

    @property
    def dts(self) -> float:
        """When it is decoded."""
        ...

    @property
    def keyframe(self) -> bool:
        """Whether decoding can begin here."""
        ...


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """What a browser must know before the first fragment."""

    mime: str
    """As ``MediaSource.isTypeSupported`` takes it."""
    initialisation: bytes
    """The bytes that come before the first fragment."""


class Fragmenter:
    """Turns one viewer's encoded pictures into fragments, one picture each, with the camera's own times.

    A picture is held until the next one comes: only then its duration is known, and browsers drop everything up to the
    next keyframe where durations and times do not agree.
    """

    def __init__(self, width: int, height: int) -> None:
        """``width``, ``height`` in pixels, as the camera's caps have them."""
        self._size = width, height
        self._sets: tuple[bytes, bytes] | None = None
        self._held: tuple[EncodedPicture, list[bytes], int] | None = None
        self._count = 0

    def add(self, picture: EncodedPicture) -> list[VideoFormat | bytes]:
        """Return what is to be sent now: the picture before this one, and a format where a new one begins."""
        units = nal_units(picture.data)
        dts = self._dts_of(picture)
        made: list[VideoFormat | bytes] = self._release(dts)
        sets = _parameter_sets(units)
        if sets is not None and sets != self._sets:
            self._sets = sets
            mime = f'video/mp4; codecs="{codec_string(sets[0])}"'
            made.append(VideoFormat(mime, initialisation(*sets, *self._size)))
        # Without parameter sets nothing can be decoded yet.
        self._held = (picture, units, dts) if self._sets is not None else None
        return made

    def _dts_of(self, picture: EncodedPicture) -> int:
        """Return the time of decoding in ticks, always later than that of the picture before."""
        dts = max(0, round(picture.dts * TIMESCALE))
        return dts if self._held is None else max(dts, self._held[2] + 1)

    def _release(self, next_dts: int) -> list[VideoFormat | bytes]:
        if self._held is None:
            return []
        picture, units, dts = self._held
        self._count += 1
        kept = [unit for unit in units if unit[0] & _TYPE_BITS not in _NOT_IN_SAMPLES]
        offset = round(picture.pts * TIMESCALE) - dts
        made = fragment(self._count, kept, dts=dts, duration=next_dts - dts, offset=offset, keyframe=picture.keyframe)
        return [made]


def _parameter_sets(units: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return the first sequence and picture parameter sets among ``units``, where both are there."""
    found = {unit[0] & _TYPE_BITS: unit for unit in reversed(units)}
    return (found[_SPS], found[_PPS]) if _SPS in found and _PPS in found else None
