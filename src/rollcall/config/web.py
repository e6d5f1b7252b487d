"""Where the pages and the API are served, and to whom."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from rollcall.config.section import Section

__all__ = ["WebSettings"]

_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


def _origin(url: str) -> str:
    if url and not re.fullmatch(r"https?://[^\s/?#@]+", url.rstrip("/")):
        raise ValueError("takes scheme and host, and a port where it is an unusual one: https://cameras.example.org")
    return url.rstrip("/")


class WebSettings(Section):
    """Where the pages and the API are served, and to whom."""

    host: str = "127.0.0.1"
    """Address to listen on; 0.0.0.0 lets other machines in."""
    port: int = Field(default=8000, ge=1, le=65535)
    """TCP port of the pages and the API."""
    public_url: Annotated[str, AfterValidator(_origin)] = ""
    """Where browsers find the pages if not at ``port`` of this machine, as behind a proxy: https://cameras.example.org.
    The link of the first start bears it."""
    auth: bool = True
    """Whether everybody must sign in. Without it whoever reaches the port is administrator, so it can be switched off
    only while ``host`` is this machine."""
    language: Literal["browser", "en", "ko"] = "browser"
    """Language of the pages for whoever has chosen none there; ``browser``: that of each browser."""
    session_days: float = Field(default=30.0, gt=0)
    """How long a browser stays signed in without being used."""
    https: bool = False
    """Serve by HTTPS. Without ``certificate`` one is made and signed by this program itself: browsers warn of it
    once, and its fingerprint is shown at the start."""
    certificate: Path | None = None
    """Certificate chain in PEM form; needs ``private_key`` and switches HTTPS on."""
    private_key: Path | None = None
    """Private key of the certificate in PEM form, without a password."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses or networks, separated by commas, of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are
    believed."""
    upload_megabytes: int = Field(default=64, ge=1, le=1024)
    """Size of one upload at most, all of its pictures together."""
    upload_pictures: int = Field(default=50, ge=1, le=1000)
    """Pictures of one upload at most."""
    upload_megapixels: int = Field(default=50, ge=1, le=100)
    """Size of a picture at most, once decoded: 50 megapixels take 150 MB. Told from its first bytes, so that a small
    file which unpacks into a huge picture is refused before it does."""

    @model_validator(mode="after")
    def _is_safe(self) -> WebSettings:
        if not self.auth and self.host not in _THIS_MACHINE:
            raise ValueError(
                "without login the pages may be served on 127.0.0.1 only; remove --no-auth or set web.host"
            )
        if (self.certificate is None) != (self.private_key is None):
            raise ValueError("web.certificate and web.private_key go together; one of them is missing")
        return self
