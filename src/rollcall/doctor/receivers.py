"""Who alerts go to: is the program there, does the other machine answer."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from rollcall.config import (
    CommandSettings,
    MqttSettings,
    Settings,
    WebhookSettings,
    trusted_by_mqtt,
    trusted_by_webhook,
)
from rollcall.doctor.finding import Finding, ok, problem, warning
from rollcall.errors import ConfigError

__all__ = ["check_receivers"]

_ANSWER_SECONDS = 5.0
_AT_ONCE = 8
_HTTP_PORT, _HTTPS_PORT = 80, 443
_MQTT_PORT, _MQTT_TLS_PORT = 1883, 8883


def check_receivers(settings: Settings) -> Iterator[Finding]:
    """Look for the programs, and whether the other addresses answer and can be trusted; nothing is sent to them."""
    checks = [partial(_check_webhook, webhook) for webhook in settings.webhooks]
    if settings.mqtt.host:
        checks.append(partial(_check_broker, settings.mqtt))
    if not checks and not settings.commands:
        yield ok("alerts", "nobody is to be told")
    yield from map(_check_command, settings.commands)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="doctor") as threads:
        yield from threads.map(lambda check: check(), checks)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody is to listen."""

    subject: str
    host: str
    port: int
    authority: str
    """The setting that names whom to trust."""

    @property
    def words(self) -> str:
        return f"{self.host}:{self.port}"


def _check_webhook(webhook: WebhookSettings) -> Finding:
    address = urlsplit(webhook.url.reveal())
    port = address.port or (_HTTPS_PORT if address.scheme == "https" else _HTTP_PORT)
    place = _Place(f"webhook {webhook.name}", address.hostname or "", port, f"webhooks.{webhook.name}.ca")
    try:
        given = trusted_by_webhook(webhook)
    except ConfigError as error:
        return problem(place.subject, str(error))
    if address.scheme == "http":
        return _check_place(place, None)
    import httpx

    return _check_place(place, given or httpx.create_ssl_context(trust_env=False))


def _check_broker(mqtt: MqttSettings) -> Finding:
    port = mqtt.port or (_MQTT_PORT if mqtt.tls == "off" else _MQTT_TLS_PORT)
    place = _Place("mqtt", mqtt.host or "", port, "mqtt.ca")
    try:
        return _check_place(place, trusted_by_mqtt(mqtt))
    except ConfigError as error:
        return problem(place.subject, str(error))


def _check_command(command: CommandSettings) -> Finding:
    subject, program = f"command {command.name}", command.run[0]
    if shutil.which(program) is None:
        return problem(
            subject, f"the program '{program}' is not here", f"Install it, or change 'commands.{command.name}'."
        )
    return ok(subject, f"{program} is here")


def _check_place(place: _Place, trusted: ssl.SSLContext | None) -> Finding:
    """Connect, and greet by TLS where ``trusted`` says whom to trust."""
    try:
        with socket.create_connection((place.host, place.port), _ANSWER_SECONDS) as connection:
            if trusted is not None:
                trusted.wrap_socket(connection, server_hostname=place.host).close()
    except ssl.SSLCertVerificationError as error:
        why = f"{place.words} shows a certificate that is not trusted ({error.verify_message.rstrip('.')})"
        return problem(place.subject, why, f"Name who signed it in '{place.authority}'.")
    except ssl.SSLError as error:
        return problem(
            place.subject, f"{place.words} speaks no TLS ({error.reason})", "Check the port, or leave TLS out."
        )
    except OSError as error:
        why = "it does not answer" if isinstance(error, TimeoutError) else f"{error.strerror or error}"
        words = f"{place.words} cannot be reached ({why})"
        return warning(place.subject, words, "Messages wait for it; see docs/outputs.md.")
    except UnicodeError:
        return problem(place.subject, f"'{place.host}' can be no host", "Check its spelling.")
    return ok(place.subject, f"{place.words} answers")
