"""The one GLib main loop of the process, in a thread of its own, begun when something first needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from rollcall.capture.gstreamer import GLib

__all__ = ["call_in_loop"]

Result = TypeVar("Result")
_ANSWER_SECONDS = 10.0


def call_in_loop(function: Callable[[], Result]) -> Result:
    """Run ``function`` in the thread of the main loop and return what it returns, or raise what it raises."""
    done = threading.Event()
    answer: list[Result] = []
    failure: list[Exception] = []

    def run() -> bool:
        try:
            answer.append(function())
        except Exception as error:
            failure.append(error)
        done.set()
        return False

    _start_loop()
    GLib.idle_add(run)
    if not done.wait(_ANSWER_SECONDS):
        raise TimeoutError("the GLib main loop does not answer")
    if failure:
        raise failure[0]
    return answer[0]


@cache
def _start_loop() -> None:
    threading.Thread(target=GLib.MainLoop().run, name="glib", daemon=True).start()
