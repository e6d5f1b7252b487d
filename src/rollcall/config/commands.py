"""Programs of this machine that alerts start."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["CommandSettings"]

# No program's argument can hold a NUL.
_WORD = r"^[^\x00]*$"
_NAME = r"^[^\W_][\w.-]{0,62}$"


class CommandSettings(Section):
    """A program of this machine that an alert starts; no shell reads its arguments."""

    name: str = Field(pattern=_NAME)
    """What alerts and log lines call it: letters of any script, digits, dot, hyphen, underscore."""
    run: tuple[Annotated[str, Field(pattern=_WORD)], ...] = Field(min_length=1, max_length=100)
    """Program and arguments as a list, passed as they are. Who was seen comes as JSON on standard input and as
    ``ROLLCALL_...`` in the environment (see outputs.md), never as an argument."""
    snapshot: bool = False
    """Whether the picture of the face goes along in the JSON."""
    timeout_seconds: float = Field(default=30.0, gt=0, le=3600)
    """A program that takes longer is ended, and all that it started."""
    parallel: int = Field(default=2, ge=1, le=32)
    """How many of it run at once at most; more wait, up to a hundred."""
