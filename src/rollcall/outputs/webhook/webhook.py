"""A webhook: alerts wait in the store until its address has taken them."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime

from rollcall.capture.backoff import Backoff, RetryPolicy
from rollcall.config import WebhookSettings
from rollcall.errors import StoreError
from rollcall.outputs.alert import Alert
from rollcall.outputs.message import to_json
from rollcall.outputs.webhook.outbox import Outbox
from rollcall.outputs.webhook.posting import Poster
from rollcall.outputs.webhook.verdict import Fate, Verdict
from rollcall.service import OutputState
from rollcall.store import Deliveries, Delivery

__all__ = ["Webhook", "try_webhook"]

_POLICY = RetryPolicy(first=1.0, longest=60.0)
"""Who was away for an hour is asked again within a minute of the return."""
_LOOK_SECONDS = 60.0
"""How often a quiet queue is looked at for what has become too old."""
_GRACE_SECONDS = 1.0
"""How long a message may go on when the program ends; it is sent again at the next start otherwise."""

_log = logging.getLogger(__name__)


class Webhook:
    """One receiver, with a thread of its own, so that a slow one delays nobody.

    A message leaves the queue once it was taken, so it may come twice after a crash, and is never lost by one.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        deliveries: Deliveries,
        clock: Callable[[], float] = time.time,
        policy: RetryPolicy = _POLICY,
    ) -> None:
        """Raise ConfigError where the settings name a file that cannot be used."""
        self.name = settings.name
        self._outbox = Outbox(settings, deliveries, clock)
        self._clock = clock
        self._poster = Poster(settings, clock)
        self._backoff = Backoff(policy, random.random)
        self._stopping = threading.Event()
        self._news = threading.Event()
        self._settled: int | None = None
        self._trouble = ""
        self._retry_at = 0.0
        self._delivered = 0
        self._thread = threading.Thread(target=self._work, name=f"webhook-{self.name}", daemon=True)

    @property
    def state(self) -> OutputState:
        """How it is now."""
        outbox = self._outbox
        return OutputState(f"webhook {self.name}", not self._trouble, self._words(), outbox.waiting, outbox.given_up)

    def start(self) -> None:
        """Begin with what waits from before."""
        self._thread.start()

    def take(self, alert: Alert) -> None:
        """Queue ``alert``."""
        self._outbox.add(alert)
        self._news.set()

    def stop(self) -> None:
        """End; what waits is sent at the next start."""
        self._stopping.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(_GRACE_SECONDS)
        self._poster.close()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            wait = self._step()
            if wait is None:
                self._news.wait(_LOOK_SECONDS)
            else:
                self._stopping.wait(wait)

    def _step(self) -> float | None:
        """Try the next message; return the seconds to wait before another one, or None where there is none."""
        try:
            delivery = self._outbox.next()
            return None if delivery is None else self._deliver(delivery)
        except StoreError as error:
            # When the program ends, its store does so too.
            return 0.0 if self._stopping.is_set() else self._put_off(Verdict(Fate.RETRIED, f"cannot be told: {error}"))
        except Exception:
            # A mistake of ours must not end the queue for good.
            _log.exception("a message could not be sent", extra={"webhook": self.name})
            return self._put_off(Verdict(Fate.RETRIED, "cannot be told, for a reason that stands in the log"))

    def _deliver(self, delivery: Delivery) -> float:
        """Try to send a message and return the seconds to wait before the next one."""
        if delivery.id != self._settled:
            verdict = self._poster.post(delivery.message, delivery.body)
            if verdict.fate is Fate.RETRIED:
                self._outbox.fail(delivery)
                return self._put_off(verdict)
            self._settle(delivery, verdict)
        self._outbox.remove(delivery)
        return 0.0

    def _settle(self, delivery: Delivery, verdict: Verdict) -> None:
        """Note that a message was taken, or never will be."""
        # Where the disk does not take its removal, it is at least not sent again and again.
        self._settled = delivery.id
        self._backoff.reset()
        if verdict.fate is Fate.DELIVERED:
            self._recover()
        else:
            self._trouble, self._retry_at = verdict.words, 0.0
            self._outbox.give_up(1, verdict.words)

    def _put_off(self, verdict: Verdict) -> float:
        if self._trouble != verdict.words:
            _log.warning("messages wait, since the receiver %s", verdict.words, extra={"webhook": self.name})
        wait = max(self._backoff.next_wait(), verdict.wait_seconds)
        self._trouble, self._retry_at = verdict.words, self._clock() + wait
        return wait

    def _recover(self) -> None:
        if self._trouble:
            _log.info("the receiver takes messages again", extra={"webhook": self.name})
        self._trouble = ""
        self._delivered += 1

    def _words(self) -> str:
        if not self._trouble:
            return f"{self._delivered} delivered"
        again = f", tried again at {datetime.fromtimestamp(self._retry_at):%H:%M:%S}" if self._retry_at else ""
        return f"the receiver {self._trouble}{again}"


def try_webhook(settings: WebhookSettings, alert: Alert) -> OutputState:
    """Send ``alert`` at once, past every queue, and tell what came of it."""
    poster = Poster(settings)
    verdict = poster.post(alert.id, to_json(alert))
    poster.close()
    return OutputState(f"webhook {settings.name}", verdict.fate is Fate.DELIVERED, verdict.words)
