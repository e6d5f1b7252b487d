"""The only thing that lies between two threads: one value, the newest, replaced and never queued."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Newest"]

Value = TypeVar("Value")


class Newest(Generic[Value]):
    """A place for one value. A writer never waits; every reader takes the newest value it has not seen yet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._value: Value | None = None
        self._count = 0
        self._closed = False
        self._listeners: list[Callable[[], None]] = []

    @property
    def value(self) -> Value | None:
        """The newest value, or None before the first one."""
        return self._value

    @property
    def count(self) -> int:
        """How many values were put here so far."""
        return self._count

    @property
    def closed(self) -> bool:
        """Whether no further value will come."""
        return self._closed

    def put(self, value: Value) -> None:
        """Replace the value and wake whoever waits."""
        with self._changed:
            self._value = value
            self._count += 1
            self._changed.notify_all()
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    def forget(self) -> None:
        """Have no value until the next one comes; nobody is woken by it."""
        with self._changed:
            self._value = None

    def wait(self, seen: int, timeout_seconds: float) -> tuple[int, Value | None]:
        """Return the count and the newest value once more than ``seen`` were put here, else ``seen`` and None.

        The latter after ``timeout_seconds``, or at once when the place is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._count > seen or self._closed, timeout_seconds)
            return (self._count, self._value) if self._count > seen else (seen, None)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after each change, on the writer's thread; return what ends that."""
        with self._changed:
            self._listeners.append(listener)

        def stop() -> None:
            with self._changed:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop

    def close(self) -> None:
        """Wake all who wait: nothing more will come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()
