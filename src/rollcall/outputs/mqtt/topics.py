"""The topics: safe whatever somebody is called, since they hold ids, not names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

__all__ = ["Topics", "is_prefix"]

_SAFE = re.compile(r"[A-Za-z0-9_-]{1,63}")
_PREFIX = re.compile(r"[A-Za-z0-9_.-]{1,100}(/[A-Za-z0-9_.-]{1,100})*")
_KIND = re.compile(r"_(camera|person)(_|$)")
"""What follows the node in an id of Home Assistant: a prefix with it could end elsewhere, and be two."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics below one prefix."""

    prefix: str
    discovery: str | None

    @property
    def node(self) -> str:
        """What tells these devices from those of another Rollcall at the same broker: no two prefixes have one node."""
        return _digits(self.prefix) if _KIND.search(self.prefix) else key(self.prefix)

    @property
    def status(self) -> str:
        """``online`` or ``offline``: whether this program runs."""
        return f"{self.prefix}/status"

    @property
    def event(self) -> str:
        """Everything that happens, as it happens."""
        return f"{self.prefix}/event"

    @property
    def test(self) -> str:
        """Where a test message goes."""
        return f"{self.prefix}/test"

    @property
    def announced(self) -> str:
        """Where the prefix stands that devices were announced under, so that they are found once it is another one."""
        return f"{self.prefix}/discovery"

    def alert(self, name: str) -> str:
        """Return where the alerts of a rule go."""
        return f"{self.prefix}/alert/{key(name)}"

    def camera(self, name: str) -> str:
        """Return where the state of a camera stands."""
        return f"{self.prefix}/camera/{key(name)}/state"

    def snapshot(self, camera: str) -> str:
        """Return where the newest face of a camera stands."""
        return f"{self.prefix}/camera/{key(camera)}/snapshot"

    def person(self, person: str) -> str:
        """Return where the state of a person stands, by id."""
        return f"{self.prefix}/person/{key(person)}/state"

    def device(self, kind: str, name: str) -> str:
        """Return where Home Assistant looks for a device."""
        return f"{self.discovery}/device/{self.node}/{kind}_{key(name)}/config"

    def devices(self, discovery: str) -> str:
        """Return the pattern of all our devices that were announced under the prefix ``discovery``."""
        return f"{discovery}/device/{self.node}/+/config"

    @property
    def ours(self) -> tuple[str, ...]:
        """Patterns of all topics whose newest message the broker keeps, so that outdated ones can be found."""
        states = (f"{self.prefix}/camera/+/+", f"{self.prefix}/person/+/state", self.announced)
        return states if self.discovery is None else (*states, self.devices(self.discovery))


def is_prefix(text: str) -> bool:
    """Return whether topics may begin with ``text``: no wildcard, no empty level, not the broker's own."""
    return _PREFIX.fullmatch(text) is not None


def key(name: str) -> str:
    """Return ``name`` where it can be a level of a topic and an id in Home Assistant, else digits that stand for it."""
    return name if _SAFE.fullmatch(name) else _digits(name)


def _digits(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]
