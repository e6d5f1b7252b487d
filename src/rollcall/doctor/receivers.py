"""Who alerts go to: is the program there, does the other machine answer."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from rollcall.config import CommandSettings, MqttSettings, Settings, WebhookSettings
from rollcall.doctor.finding import Finding, ok, problem, warning

__all__ = ["check_receivers"]

_ANSWER_SECONDS = 5.0
_AT_ONCE = 8
_HTTP_PORT, _HTTPS_PORT = 80, 443
_MQTT_PORT, _MQTT_TLS_PORT = 1883, 8883


def check_receivers(settings: Settings) -> Iterator[Finding]:
    """Look for the programs, and whether anybody listens at the other addresses; nothing is sent to them."""
    places = [_webhook(webhook) for webhook in settings.webhooks]
    if settings.mqtt.host:
        places.append(_broker(settings.mqtt))
    if not places and not settings.commands:
        yield ok("alerts", "nobody is to be told")
    yield from map(_check_command, settings.commands)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="doctor") as threads:
        yield from threads.map(_check_place, places)


_Place = tuple[str, str, int]
"""What it is called, host and port."""


def _webhook(webhook: WebhookSettings) -> _Place:
    address = urlsplit(webhook.url.reveal())
    port = address.port or (_HTTPS_PORT if address.scheme == "https" else _HTTP_PORT)
    return f"webhook {webhook.name}", address.hostname or "", port


def _broker(mqtt: MqttSettings) -> _Place:
    return "mqtt", mqtt.host or "", mqtt.port or (_MQTT_PORT if mqtt.tls == "off" else _MQTT_TLS_PORT)


def _check_command(command: CommandSettings) -> Finding:
    subject, program = f"command {command.name}", command.run[0]
    if shutil.which(program) is None:
        return problem(
            subject, f"the program '{program}' is not here", f"Install it, or change 'commands.{command.name}'."
        )
    return ok(subject, f"{program} is here")


def _check_place(place: _Place) -> Finding:
    subject, host, port = place
    try:
        socket.create_connection((host, port), _ANSWER_SECONDS).close()
    except OSError as error:
        why = "it does not answer" if isinstance(error, TimeoutError) else f"{error.strerror or error}"
        return warning(
            subject, f"{host}:{port} cannot be reached ({why})", "Messages wait for it; see docs/outputs.md."
        )
    return ok(subject, f"{host}:{port} answers")
