"""An alert: what a rule says is to be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rollcall.model import Sighting

__all__ = ["Alert", "Moment"]


class Moment(StrEnum):
    """What is told of somebody."""

    ARRIVES = "arrives"
    LEAVES = "leaves"
    TEST = "test"
    """Nothing happened; somebody tries whether messages arrive."""


@dataclass(frozen=True, slots=True, eq=False)
class Alert:
    """Something to tell the receivers of one rule."""

    id: str
    """32 hex digits; a receiver that gets a message twice tells it by this."""
    name: str
    """Of the rule."""
    to: tuple[str, ...]
    """Names of the receivers."""
    moment: Moment
    time: float
    """When the rule said so, Unix seconds."""
    sighting: Sighting
    tags: tuple[str, ...] = ()
    """Of the person, sorted."""
