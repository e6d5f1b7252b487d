"""The bytes of a .dat file: dlib's own way of writing numbers, texts and tensors (``dlib/serialize.h``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rollcall.errors import ModelError

__all__ = ["Archive", "join_numbers"]

_SIZE_BITS = 0x0F
_SIGN_BIT = 0x80
# An integer's first byte: how many bytes of magnitude follow, and whether it is negative.

_LONGEST = 8
# Bytes of magnitude in the longest integer.

_LONGEST_OF_SINGLE = 3
# The same for what a number of single precision is made of: 24 bits of mantissa.

_MASKS = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF], np.uint32)
# The bits of an integer by its bytes.

_WINDOW = 1 << 14
# Bytes that are cut into integers at a time: their jump table stays in the processor's first cache.


class Archive:
    """Reads the values of a .dat file one after the other.

    All methods raise ModelError where the bytes are not what is read.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """``name``: how errors call the file."""
        self._data = data
        self._name = name
        self._position = 0

    @property
    def ended(self) -> bool:
        """Whether everything was read."""
        return self._position == len(self._data)

    def integer(self) -> int:
        """Read an integer of any size."""
        head = self._take(1)[0]
        size = head & _SIZE_BITS
        self.require(0 < size <= _LONGEST)
        magnitude = int.from_bytes(self._take(size), "little")
        return -magnitude if head & _SIGN_BIT else magnitude

    def next_integer(self) -> int:
        """Return the integer that comes next, and stay before it."""
        position = self._position
        value = self.integer()
        self._position = position
        return value

    def number(self) -> float:
        """Read a floating-point number: a mantissa times a power of two."""
        mantissa, exponent = self.integer(), self.integer()
        self.require(abs(exponent) < _MAX_EXPONENT)
        return math.ldexp(mantissa, exponent)

    def flag(self) -> bool:
        """Read a truth value."""
        digit = self._take(1)
        self.require(digit in (b"0", b"1"))
        return digit == b"1"

    def text(self) -> str:
        """Read a text."""
        return self._take(self.integer()).decode("latin-1")

    def tensor(self) -> NDArray[np.float32]:
        """Read a tensor: (samples, channels, rows, columns) float32."""
        self.require(self.integer() == _TENSOR_VERSION)
        shape = tuple(self.integer() for _ in range(4))
        self.require(min(shape) >= 0)
        values = np.frombuffer(self._take(math.prod(shape) * 4), "<f4")
        self.require(bool((np.abs(values) < _LARGEST_WEIGHT).all()))
        return values.reshape(shape).astype(np.float32)

    def remaining_integers(self) -> NDArray[np.int32]:
        """Read all that is left as integers of single precision, in numpy's loops: some files hold tens of millions."""
        data = np.frombuffer(self._take(len(self._data) - self._position), np.uint8)
        # Every integer is read as four bytes, also the last ones.
        padded = np.append(data, np.zeros(4, np.uint8))
        pieces = []
        begin = 0
        while begin < len(data):
            window = padded[begin : begin + _WINDOW + 4]
            integers, length = _integers_of(window[:-4], window)
            self.require(length > 0)
            pieces.append(integers)
            begin += length
        self.require(begin == len(data) and bool(pieces))
        return np.concatenate(pieces)

    def require(self, holds: bool) -> None:
        """Raise ModelError unless the file holds what was expected."""
        if not holds:
            raise ModelError(f"The model '{self._name}' is damaged or of an unknown kind near byte {self._position}.")

    def _take(self, size: int) -> bytes:
        self.require(0 <= size <= len(self._data) - self._position)
        self._position += size
        return self._data[self._position - size : self._position]


_TENSOR_VERSION = 2
_LARGEST_WEIGHT = 1e6
# No trained weight is nearly as large; bytes that are none most often are, or are not finite.
_MAX_EXPONENT = 1024
# Of a double; larger ones are how dlib writes infinities, which no weight is.


def join_numbers(integers: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return the floating-point numbers that integers (..., 2N) hold as mantissas and exponents by turns: (..., N)."""
    return np.ldexp(integers[..., 0::2].astype(np.float32), integers[..., 1::2])


def _integers_of(window: NDArray[np.uint8], padded: NDArray[np.uint8]) -> tuple[NDArray[np.int32], int]:
    """Return the integers that begin in ``window``, and the bytes they take; 0 bytes where one is none.

    ``padded`` is the window and the four bytes after it.
    """
    starts = _integer_starts(window)
    heads = window[starts]
    sizes = heads & _SIZE_BITS
    if not 0 < int(sizes.min()) <= int(sizes.max()) <= _LONGEST_OF_SINGLE:
        return np.zeros(0, np.int32), 0
    quads = np.lib.stride_tricks.sliding_window_view(padded, 4)[starts + 1]
    magnitudes = np.ascontiguousarray(quads).view("<u4")[:, 0] & _MASKS[sizes]
    integers = np.where(heads & _SIGN_BIT, -magnitudes.astype(np.int32), magnitudes.astype(np.int32))
    return integers, int(starts[-1]) + 1 + int(sizes[-1])


def _integer_starts(window: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return where each integer begins; only the one before tells how long it is.

    The chain of starts is followed by doubling: from the next start of every byte, taken as if an integer began
    there, comes the second next, the fourth next and so on.
    """
    end = len(window)
    following = np.append(np.minimum(np.arange(1, end + 1) + (window & _SIZE_BITS), end), end)
    chain = np.zeros(1, np.int64)
    while chain[-1] < end:
        chain = np.concatenate((chain, following[chain]))
        following = following[following]
    return chain[: np.searchsorted(chain, end)]
