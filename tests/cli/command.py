"""The real command in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["ROLLCALL", "Command", "clean_environment", "one_line", "rollcall"]

Command = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs ``rollcall`` with the words that it is given, to its end."""

ROLLCALL = Path(sys.executable).with_name("rollcall")
_LONGEST_SECONDS = 60
_OURS = ("ROLLCALL_", "RTSP_URL", "GALLERY")


def clean_environment() -> dict[str, str]:
    """Return the environment without settings of Rollcall, which would change what a test sees."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def rollcall(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``rollcall`` to its end."""
    return subprocess.run(
        [str(ROLLCALL), *arguments],
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
        check=False,
        env=clean_environment(),
    )


def one_line(answer: subprocess.CompletedProcess[str]) -> str:
    """Return the one line, without a traceback, in which a command said why it failed."""
    assert answer.returncode == 1
    assert answer.stderr.startswith("rollcall: ")
    assert answer.stderr.count("\n") == 1
    return answer.stderr
