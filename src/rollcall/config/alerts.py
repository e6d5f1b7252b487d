"""When whom is told what: who before which camera, at what time, how often."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from rollcall.config.section import Section

__all__ = ["AlertSettings", "Day"]

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Word = TypeVar("Word", bound=str)
# One word may be written without the brackets of a list.
_Words = Annotated[tuple[Word, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]

_NAME = r"^[^\W_][\w.-]{0,62}$"
_HOURS = r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$"


class AlertSettings(Section):
    """One rule: who before which camera, at what time, how often, and whom to tell."""

    name: str = Field(pattern=_NAME)
    """What the messages call it: letters of any script, digits, dot, hyphen, underscore."""
    to: _Words[str] = Field(min_length=1)
    """Whom to tell: names of ``webhooks`` and ``commands``, and ``mqtt``."""
    who: _Words[str] = Field(default=("anybody",), min_length=1)
    """Names or ids of people, ``tag:NAME`` for everybody with that tag, ``known``, ``unknown``, or ``anybody``; one of
    them is enough. Strangers who are ignored never cause an alert."""
    cameras: _Words[str] = ()
    """At which cameras; none means all."""
    moment: Literal["arrives", "leaves"] = "arrives"
    """What is told: that somebody is there, or is gone."""
    hours: str = Field(default="00:00-24:00", pattern=_HOURS)
    """From when to when, by the clock of this machine (``TZ``); 22:00-06:00 goes past midnight."""
    days: _Words[Day] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    """On which days. A night belongs to the day that it begins on."""
    every_minutes: float = Field(default=0.0, ge=0, le=100_000)
    """The same person causes this alert again only after so long, at whatever camera; all strangers count as one. 0
    tells each time."""
    stranger_seconds: float = Field(default=3.0, ge=0, le=300)
    """For so long somebody without a name may still be recognised before ``unknown`` is told."""
