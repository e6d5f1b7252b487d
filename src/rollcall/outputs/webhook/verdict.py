"""What an answer of a receiver means for a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus

__all__ = ["Fate", "Verdict", "judge"]

_REFUSED = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.GONE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""What will be answered to this message again, whenever it comes. Any other refusal may be one of today: a proxy says
404 while what is behind it is down, and a wrong token is put right in the settings."""
_LONGEST_WAIT_SECONDS = 3600.0
"""A receiver that asks for more is asked again after so long."""


class Fate(Enum):
    """What becomes of a message."""

    DELIVERED = "delivered"
    RETRIED = "retried"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message, and why."""

    fate: Fate
    words: str
    wait_seconds: float = 0.0
    """How long the receiver asked to be left alone."""


def judge(status: int, headers: Mapping[str, str], now: float) -> Verdict:
    """Return what the answer ``status`` at the time ``now`` means; ``headers``: with names in lower case."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Verdict(Fate.DELIVERED, f"taken ({status})")
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        # Not given up: a proxy may send everybody elsewhere for a while.
        return Verdict(Fate.RETRIED, f"answers with a redirect ({status}), which is not followed; set the final URL")
    if status in _REFUSED:
        return Verdict(Fate.GIVEN_UP, f"refuses the message ({status})")
    return Verdict(Fate.RETRIED, f"answers {status}", _wait(headers.get("retry-after", ""), now))


def _wait(text: str, now: float) -> float:
    """Return the seconds that ``Retry-After`` asks for: a number or a date (RFC 9110, 10.2.3); 0 for anything else."""
    if text.strip().isdecimal():
        seconds = float(text)
    else:
        try:
            when = parsedate_to_datetime(text)
        except ValueError:
            return 0.0
        seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now
    return min(max(seconds, 0.0), _LONGEST_WAIT_SECONDS)
