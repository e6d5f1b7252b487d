"""What every way out has in common, by protocol."""

from __future__ import annotations

from typing import Protocol

from rollcall.outputs.alert import Alert
from rollcall.service import OutputState

__all__ = ["Receiver"]


class Receiver(Protocol):
    """Somebody to tell; never makes whoever tells it wait."""

    @property
    def name(self) -> str:
        """What rules call it."""

    @property
    def state(self) -> OutputState:
        """How it is now."""

    def start(self) -> None:
        """Begin to pass alerts on."""

    def take(self, alert: Alert) -> None:
        """Pass ``alert`` on soon."""

    def stop(self) -> None:
        """End soon, whatever is in hand."""
