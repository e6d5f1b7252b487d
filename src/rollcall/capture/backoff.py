"""How long to wait before a camera is asked again: longer each time, never in step with other cameras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Backoff", "RetryPolicy"]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When a broken connection is built anew; all in seconds."""

    first: float = 0.5
    longest: float = 30.0
    refused: float = 60.0
    """After a refusal: cameras lock out who asks with a wrong password again and again."""
    proven: float = 2.0
    """So long must frames arrive before a connection counts as good and the waits begin from the first again."""


class Backoff:
    """Doubles the wait with each failure, with full jitter in its upper half.

    After "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), the variant called equal jitter: half of the
    wait is fixed, so that a camera that reboots is not asked at once again and again.
    """

    def __init__(self, policy: RetryPolicy, random: Callable[[], float]) -> None:
        """``random`` gives numbers in [0, 1)."""
        self._policy = policy
        self._random = random
        self._failures = 0

    def next_wait(self) -> float:
        """Return the seconds to wait after one more failure."""
        # The exponent is bounded, so that a camera that is away for a year does not end in an overflow.
        full = min(self._policy.longest, self._policy.first * 2.0 ** min(self._failures, 32))
        self._failures += 1
        return full * (0.5 + 0.5 * self._random())

    def reset(self) -> None:
        """Begin from the shortest wait again."""
        self._failures = 0
