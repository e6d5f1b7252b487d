"""A test message to every way out, one after the other, past rules and queues."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

from rollcall.config import Settings
from rollcall.model import Sighting
from rollcall.outputs.alert import Alert, Moment
from rollcall.outputs.command import try_command
from rollcall.outputs.mqtt.trial import try_mqtt
from rollcall.outputs.webhook.webhook import try_webhook
from rollcall.service import OutputState

__all__ = ["try_outputs"]


def try_outputs(settings: Settings) -> Iterator[OutputState]:
    """Send a test message to each way out of the settings, and yield what came of it.

    Needs no running program and disturbs none. Raises ConfigError where the settings name a file that cannot be used.
    """
    alert = _test_alert(time.time())
    yield from (try_webhook(webhook, alert) for webhook in settings.webhooks)
    yield from (try_command(command, alert) for command in settings.commands)
    if settings.mqtt.host:
        yield try_mqtt(settings.mqtt, alert)


def _test_alert(now: float) -> Alert:
    nobody = Sighting("test", 0, now, now, reason="a test by 'rollcall outputs test'")
    return Alert(uuid.uuid4().hex, "test", (), Moment.TEST, now, nobody)
