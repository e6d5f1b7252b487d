"""Who asks, and how much they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Caller", "Role", "Way"]


class Role(StrEnum):
    """What somebody may do; each role may all that the ones before it may."""

    MONITOR = "monitor"
    """Read how the program is and what it counts, and nothing of anybody; for API keys alone."""
    VIEWER = "viewer"
    """Watch, search and ask who is in a picture."""
    OPERATOR = "operator"
    """Add, rename, merge and erase people, name strangers."""
    ADMIN = "admin"
    """Users, API keys, cameras, settings, audit log."""

    def includes(self, other: Role) -> bool:
        """Return whether this role may all that ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Way(StrEnum):
    """How a caller came in."""

    SESSION = "session"
    """A browser with a cookie."""
    KEY = "key"
    """A program with an API key."""
    OPEN = "open"
    """Login is off, which it can be on this machine only."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks."""

    name: str
    role: Role
    way: Way

    @property
    def actor(self) -> str:
        """How the audit log names the caller."""
        return f"key {self.name}" if self.way is Way.KEY else self.name
