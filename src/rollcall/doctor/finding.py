"""What a look at one thing showed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Level", "ok", "problem", "warning", "worst_of"]


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, but not as well as it could, or not for long."""
    PROBLEM = "problem"
    """Something does not work until somebody acts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    subject: str
    """What was looked at: ``GStreamer``, ``camera door``."""
    level: Level
    words: str
    """What was found, in one line without secrets."""
    remedy: str = ""
    """What to do; empty where nothing need be done."""


def ok(subject: str, words: str) -> Finding:
    """Return that all is well."""
    return Finding(subject, Level.OK, words)


def warning(subject: str, words: str, remedy: str) -> Finding:
    """Return that it could be better."""
    return Finding(subject, Level.WARNING, words, remedy)


def problem(subject: str, words: str, remedy: str = "") -> Finding:
    """Return that it does not work; ``words`` may tell the remedy themselves, as our errors do."""
    return Finding(subject, Level.PROBLEM, words, remedy)


def worst_of(findings: Iterable[Finding]) -> Level:
    """Return the worst level among ``findings``."""
    order = list(Level)
    return max((finding.level for finding in findings), key=order.index, default=Level.OK)
