"""The messages that wait for one webhook: in the store, and in memory while its disk does not take them."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial

from rollcall.config import WebhookSettings
from rollcall.errors import StoreError
from rollcall.outputs.alert import Alert
from rollcall.outputs.message import snapshot_jpeg, to_json
from rollcall.store import Deliveries, Delivery

__all__ = ["Outbox"]

_HOUR = 3600.0
_MOST_UNSAVED = 100

_log = logging.getLogger(__name__)


class Outbox:
    """Bounded by number and age; what is given up is counted, and told in the log. Any thread may add."""

    def __init__(self, settings: WebhookSettings, deliveries: Deliveries, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._deliveries = deliveries
        self._clock = clock
        self._unsaved: deque[Callable[[], None]] = deque()
        # One that is being saved still counts, or the memory would hold more than it may.
        self._changing_unsaved = threading.Lock()
        self.given_up = 0
        """Messages that were dropped since the start."""

    @property
    def waiting(self) -> int:
        """How many messages wait."""
        try:
            return self._deliveries.count(self._settings.name) + len(self._unsaved)
        except StoreError:
            return len(self._unsaved)

    def add(self, alert: Alert) -> None:
        """Keep a message about ``alert``."""
        seen = alert.sighting
        body = to_json(alert, snapshot_jpeg(seen.snapshot) if self._settings.snapshot else None)
        keep = partial(
            self._deliveries.add,
            self._settings.name,
            alert.id,
            alert.time,
            body,
            person=seen.person,
            sighting=seen.id,
        )
        try:
            keep()
        except StoreError as error:
            self._put_aside(keep, error)

    def next(self) -> Delivery | None:
        """Return the message to try next, once what is too old or too much was dropped. Raises StoreError."""
        self._save_unsaved()
        settings = self._settings
        since = self._clock() - settings.keep_hours * _HOUR
        dropped = self._deliveries.trim(settings.name, most=settings.keep_messages, since=since)
        if dropped:
            self.give_up(dropped, "too old, or too many, as keep_hours and keep_messages say")
        return self._deliveries.next(settings.name)

    def fail(self, delivery: Delivery) -> None:
        """Remember that a message was tried in vain. Raises StoreError."""
        self._deliveries.fail(delivery.id)

    def remove(self, delivery: Delivery) -> None:
        """Forget a message that was taken, or never will be. Raises StoreError."""
        self._deliveries.remove(delivery.id)

    def give_up(self, number: int, why: str) -> None:
        """Count and tell that messages will not arrive."""
        _log.error("%d message(s) given up: %s", number, why, extra={"webhook": self._settings.name})
        self.given_up += number

    def _put_aside(self, keep: Callable[[], None], error: StoreError) -> None:
        with self._changing_unsaved:
            if not self._unsaved:
                name = self._settings.name
                _log.error("messages cannot be written and wait in memory: %s", error, extra={"webhook": name})
            self._unsaved.append(keep)
            if len(self._unsaved) > _MOST_UNSAVED:
                self._unsaved.popleft()
                self.give_up(1, "too many for the memory, and the disk does not take them")

    def _save_unsaved(self) -> None:
        while self._save_first():
            pass

    def _save_first(self) -> bool:
        """Save the oldest of what waits in memory; return whether there was one. Raises StoreError."""
        with self._changing_unsaved:
            if not self._unsaved:
                return False
            self._unsaved[0]()
            self._unsaved.popleft()
            return True
