"""Addresses that alerts are sent to by HTTP."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, WithJsonSchema, field_serializer, field_validator

from rollcall.config.section import Section
from rollcall.redaction import SecretUrl

__all__ = ["WebhookSettings"]

_NAME = r"^[^\W_][\w.-]{0,62}$"
_BLANK = re.compile(r"\s")
_FORBIDDEN = ("\r", "\n", "\0")
_OWN_HEADERS = frozenset(
    {"connection", "content-length", "transfer-encoding", "webhook-id", "webhook-signature", "webhook-timestamp"}
)


class WebhookSettings(Section):
    """An address that alerts are sent to, as a POST of JSON."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: str = Field(pattern=_NAME)
    """What alerts and log lines call it: letters of any script, digits, dot, hyphen, underscore."""
    url: Annotated[SecretUrl, WithJsonSchema({"type": "string"})]
    """``http://`` or ``https://``, also within the own network; redirects are not followed. Only its host is ever
    shown, since paths of webhooks are secrets as a rule."""
    secret: SecretStr | None = None
    """Signs every message (see outputs.md): ``whsec_`` and base64 as ``openssl rand -base64 32`` prints it, or any text
    of 16 signs or more. Without it messages are not signed."""
    headers: dict[str, SecretStr] = Field(default_factory=dict, max_length=20)
    """Further headers, such as ``Authorization``; their values are never shown."""
    snapshot: bool = True
    """Whether the picture of the face goes along."""
    ca: Path | None = None
    """Certificates in PEM form that a receiver within the own network is checked with, in place of the public ones."""
    timeout_seconds: float = Field(default=10.0, gt=0, le=120)
    """How long a delivery may take from the first word to the answer."""
    keep_messages: int = Field(default=1000, ge=1, le=100_000)
    """Messages kept at most while the receiver does not take them; above it the oldest are dropped, and it is told. One
    takes about 50 kB with its picture."""
    keep_hours: float = Field(default=24.0, gt=0)
    """Messages older than this are dropped, and it is told."""

    @field_serializer("url")
    def _redacted(self, url: SecretUrl) -> str:
        return str(url)

    @field_validator("url", mode="before")
    @classmethod
    def _hide(cls, value: Any) -> Any:
        return SecretUrl(value) if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _can_be_asked(cls, url: SecretUrl) -> SecretUrl:
        try:
            parts = urlsplit(url.reveal())
            host = parts.hostname or ""
            usable = parts.scheme in ("http", "https") and host != "" and not _BLANK.search(host) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("a webhook's URL must begin with http:// or https:// and name a host")
        return url

    @field_validator("secret")
    @classmethod
    def _is_long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < _LEAST_SECRET:
            raise ValueError("too short; make one with: echo whsec_$(openssl rand -base64 32)")
        return secret

    @field_validator("headers")
    @classmethod
    def _fit_on_a_line(cls, headers: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for name, value in headers.items():
            text = value.get_secret_value()
            if not name.replace("-", "").isalnum() or not name.isascii():
                raise ValueError("a header's name has letters, digits and hyphens only")
            if name.lower() in _OWN_HEADERS:
                raise ValueError(f"{name} is written by this program itself")
            if not text.isascii() or any(sign in text for sign in _FORBIDDEN):
                raise ValueError(f"the value of {name} must be one line of ASCII")
        return headers


_LEAST_SECRET = 16
