"""The certificates that settings name: whom connections trust, and what the pages are served by."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rollcall.config.mqtt import MqttSettings
from rollcall.config.settings import Settings
from rollcall.config.web import WebSettings
from rollcall.config.webhooks import WebhookSettings
from rollcall.errors import ConfigError

__all__ = ["load_served", "trusted_by_mqtt", "trusted_by_webhook", "unusable_certificates"]


def trusted_by_webhook(settings: WebhookSettings) -> ssl.SSLContext | None:
    """Return how the receiver is checked, or None for the usual way. Raises ConfigError for a file of no use."""
    return None if settings.ca is None else _trusted(settings.ca, f"'{settings.ca}' of webhook '{settings.name}'")


def trusted_by_mqtt(settings: MqttSettings) -> ssl.SSLContext | None:
    """Return how the broker is checked, or None without TLS. Raises ConfigError where its file cannot be used."""
    if settings.tls == "off":
        return None
    context = _trusted(settings.ca, f"'{settings.ca}' of mqtt.ca")
    if settings.tls == "accept":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def load_served(settings: WebSettings) -> None:
    """Read the certificate that the pages are served by, where one is set. Raises ConfigError for one of no use."""
    file, key = settings.certificate, settings.private_key
    if file is None or key is None:
        return
    try:
        # An empty password, since a server has nobody to ask.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key, password=b"")
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"The certificate '{file}' or its key cannot be used: {error}.") from None


def unusable_certificates(settings: Settings) -> Iterator[ConfigError]:
    """Yield what is wrong with each file of certificates that a start would refuse."""
    for webhook in settings.webhooks:
        yield from _fault(partial(trusted_by_webhook, webhook))
    yield from _fault(partial(trusted_by_mqtt, settings.mqtt))
    yield from _fault(partial(load_served, settings.web))


def _trusted(ca: Path | None, what: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"The certificates {what} cannot be used: {error}.") from None


def _fault(load: Callable[[], object]) -> Iterator[ConfigError]:
    try:
        load()
    except ConfigError as error:
        yield error
