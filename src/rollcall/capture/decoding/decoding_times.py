"""When each encoded picture must be decoded, from when each is shown."""

from __future__ import annotations

from bisect import bisect_right, insort

__all__ = ["DecodingTimes"]

_WINDOW = 32
"""Pictures looked back at: twice what H.264 and H.265 allow to be decoded before they are shown."""


class DecodingTimes:
    """Finds the decoding times that RTP leaves out.

    Pictures that others refer to are decoded before they are shown. The nth picture to arrive is decoded when the nth
    is shown, less the number of pictures that such a one can run ahead, which is learned from the pictures themselves;
    the same times that a muxer writes into a file.
    """

    def __init__(self) -> None:
        self._shown: list[float] = []
        self._ahead = 0

    def next_time(self, pts: float) -> float:
        """Return the decoding time of the next picture in the order of decoding, which is shown at ``pts``.

        Not later than ``pts``, and rising but for the moments, as a rule in the first group of pictures, at which
        pictures are first seen to run further ahead.
        """
        self._ahead = max(self._ahead, len(self._shown) - bisect_right(self._shown, pts))
        insort(self._shown, pts)
        del self._shown[:-_WINDOW]
        return self._shown[-min(self._ahead + 1, len(self._shown))]
