"""What kind of video samples hold, read once for as long as it stays."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_int
from typing import Generic, TypeVar

from rollcall.capture.gstreamer.native import int_of, reference, structure_of, text_of, unreference

__all__ = ["Caps", "OfCaps"]

Value = TypeVar("Value")


class Caps:
    """GStreamer's caps, kept for as long as this lives."""

    _unreference = unreference

    def __init__(self, address: int) -> None:
        self.address: int = reference(address)

    def number(self, name: str) -> int:
        """Return the number under ``name``, 0 where there is none."""
        number = c_int()
        int_of(structure_of(self.address, 0), name.encode(), byref(number))
        return number.value

    def text(self, name: str) -> str:
        """Return the text under ``name``, empty where there is none."""
        return (text_of(structure_of(self.address, 0), name.encode()) or b"").decode()

    def __del__(self) -> None:
        self._unreference(self.address)


class OfCaps(Generic[Value]):
    """Remembers what was found for the newest caps: each sample carries them, and they hardly ever change."""

    def __init__(self, find: Callable[[Caps], Value]) -> None:
        self._find = find
        self._caps: Caps | None = None
        self._value: Value | None = None

    def get(self, address: int) -> Value:
        """Return what follows from the caps at ``address``: the same object for as long as it is equal."""
        # Caps that are kept are never changed, and none can take their place in memory.
        if self._caps is None or self._caps.address != address:
            self._caps = Caps(address)
            found = self._find(self._caps)
            self._value = self._value if self._value == found else found
        return self._value  # type: ignore[return-value]
