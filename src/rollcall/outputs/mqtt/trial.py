"""A test message to the broker."""

from __future__ import annotations

import queue

from rollcall.config import MqttSettings
from rollcall.outputs.alert import Alert
from rollcall.outputs.message import describe_json
from rollcall.outputs.mqtt.connection import Connected, Connection, Kept, Lost, unreachable
from rollcall.outputs.mqtt.topics import Topics
from rollcall.service import OutputState

__all__ = ["try_mqtt"]

_LONGEST_SECONDS = 10.0


def try_mqtt(settings: MqttSettings, alert: Alert) -> OutputState:
    """Publish ``alert`` as a test by a connection of its own, and tell what came of it.

    Raises ConfigError where the settings name a file that cannot be used.
    """
    told: queue.SimpleQueue[Connected | Lost | Kept] = queue.SimpleQueue()
    connection = Connection(settings, told.put, will=None)
    try:
        words, well = _publish(connection, told, Topics(settings.prefix, None).test, describe_json(alert))
    finally:
        connection.close()
    return OutputState("mqtt", well, f"{connection.address} {words}")


def _publish(
    connection: Connection, told: queue.SimpleQueue[Connected | Lost | Kept], topic: str, payload: bytes
) -> tuple[str, bool]:
    try:
        connection.open()
        answer = told.get(timeout=_LONGEST_SECONDS)
    except OSError as error:
        return unreachable(error), False
    except queue.Empty:
        return "does not answer", False
    if isinstance(answer, Lost):
        return answer.words, False
    confirmed = connection.say(topic, payload).wait(_LONGEST_SECONDS)
    return (f"took {topic}", True) if confirmed else ("does not confirm the message", False)
