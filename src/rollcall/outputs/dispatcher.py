"""Hears what happens, asks the rules, and tells the receivers, on a thread of its own."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping

from rollcall.outputs.alert import Alert
from rollcall.outputs.receiver import Receiver
from rollcall.outputs.rules import Rules
from rollcall.service import Event

__all__ = ["Dispatcher"]

_MOST_WAITING = 1000
"""Events that wait while a disk is slow; a station's rush hour."""
_LOOK_SECONDS = 60.0
_PAUSE_SECONDS = 1.0
"""A sleep that took so much longer than it was to take was one of this program, as of a computer that sleeps."""

_log = logging.getLogger(__name__)


class Dispatcher:
    """Joins events, rules and receivers; whoever tells an event never waits."""

    def __init__(
        self,
        rules: Rules,
        receivers: Mapping[str, Receiver],
        tags_of: Callable[[str], Collection[str]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``receivers``: by name; ``tags_of``: the tags of a person by id."""
        self._rules = rules
        self._receivers = receivers
        self._tags_of = tags_of
        self._clock = clock
        self._events: queue.Queue[Event | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name="alerts", daemon=True)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def hear(self, event: Event) -> None:
        """Take in an event."""
        try:
            self._events.put_nowait(event)
        except queue.Full:
            _log.error("an event was not looked at by the rules, since %d wait already", _MOST_WAITING)

    def stop(self) -> None:
        """Tell of what was heard so far, and end."""
        if self._thread.is_alive():
            self._events.put(None)
            self._thread.join()

    def _work(self) -> None:
        while True:
            try:
                event = self._next_event()
            except queue.Empty:
                self._tell(self._rules.wait(self._clock()))
                continue
            if event is None:
                return
            try:
                self._look_at(event)
            except Exception:
                # One event that cannot be looked at must not end the alerts.
                _log.exception("the rules failed on '%s'", event.kind)

    def _next_event(self) -> Event | None:
        """Wait for an event; raises queue.Empty where the rules have something to say before."""
        asked, patience = self._clock(), self._patience()
        try:
            return self._events.get(timeout=patience)
        finally:
            waited = self._clock() - asked
            if waited > patience + _PAUSE_SECONDS:
                self._rules.put_off(waited)

    def _look_at(self, event: Event) -> None:
        person = event.sighting.person
        tags = self._tags_of(person) if person is not None else ()
        now = self._clock()
        self._tell((*self._rules.wait(now), *self._rules.take(event, tags, now)))

    def _patience(self) -> float:
        due = self._rules.due
        # Not longer where somebody sets the clock back meanwhile.
        return _LOOK_SECONDS if due is None else min(max(0.0, due - self._clock()), _LOOK_SECONDS)

    def _tell(self, alerts: Iterable[Alert]) -> None:
        for alert in alerts:
            _log.info("alert", extra={"alert": alert.name, "camera": alert.sighting.camera, "to": ",".join(alert.to)})
            for name in alert.to:
                try:
                    self._receivers[name].take(alert)
                except Exception:
                    # One receiver's mistake keeps no other from hearing.
                    _log.exception("an alert could not be given to '%s'", name)
