"""How fast passwords may be tried."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["LoginThrottle"]

_FREE_OF_ADDRESS = 5
"""Failed attempts of one address before it must wait."""
_FREE_OF_NAME = 20
"""The same for one user name from anywhere; more, so that a stranger cannot easily keep its owner out."""
_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 60.0
"""The wait doubles with each further failure up to this: 1,440 guesses a day at most."""
_FORGET_SECONDS = 3600.0
_MOST_KEYS = 10_000
"""Addresses and names remembered; an attacker with more of them than this gains five attempts for each."""
_IPV6_PREFIX = 64
"""One home has a whole /64 of IPv6 addresses."""


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class LoginThrottle:
    """Counts failed attempts by address and by user name; time is given, in seconds of any clock."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def attempt(self, time: float, address: str, name: str) -> float:
        """Return 0 and count an attempt as failed until ``succeed``, or the seconds that are left to wait.

        Counted before the password is looked at, so that many attempts at once are no way around.
        """
        keys = _keys(address, name)
        wait = max(self._wait(time, key, free) for key, free in keys)
        if wait > 0:
            return wait
        for key, _ in keys:
            self._count(time, key)
        return 0.0

    def succeed(self, address: str, name: str) -> None:
        """Forget the failures of somebody who knew the password."""
        for key, _ in _keys(address, name):
            self._failures.pop(key, None)

    def _wait(self, time: float, key: str, free: int) -> float:
        failures = self._failures.get(key)
        if failures is None or time - failures.last > _FORGET_SECONDS:
            self._failures.pop(key, None)
            return 0.0
        if failures.count < free:
            return 0.0
        # An exponent beyond 60 would leave the range of the cap anyway.
        wait = min(_FIRST_WAIT_SECONDS * 2.0 ** min(failures.count - free, 60), _LONGEST_WAIT_SECONDS)
        return max(0.0, failures.last + wait - time)

    def _count(self, time: float, key: str) -> None:
        failures = self._failures.setdefault(key, _Failures(0, time))
        failures.count += 1
        failures.last = time
        self._failures.move_to_end(key)
        if len(self._failures) > _MOST_KEYS:
            self._failures.popitem(last=False)


def _keys(address: str, name: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (f"address {_network(address)}", _FREE_OF_ADDRESS), (f"name {name.casefold()}", _FREE_OF_NAME)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False)) if parsed.version == 6 else address
