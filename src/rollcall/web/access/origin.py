"""Whether a request comes from a page of another site, which a browser sends with our cookies all the same."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

__all__ = ["is_foreign", "is_loopback"]

_OWN_SITES = frozenset({"same-origin", "none"})


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Return whether a page of another site is behind the request, as browsers tell and pages cannot forge.

    ``headers``: names in lower case. Programs that are no browsers send neither of the two headers and are not
    foreign: they carry no cookies of somebody else.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN_SITES
    origin = headers.get("origin")
    return origin is not None and _authority(origin) != headers.get("host", "").lower()


def is_loopback(host: str) -> bool:
    """Return whether ``host``, a name or address with or without a port, is this machine.

    Without login this is asked of the Host header: a page of another site whose name leads to 127.0.0.1 (DNS
    rebinding) still tells its own name there.
    """
    name = host if host.count(":") > 1 and not host.startswith("[") else _host(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _authority(origin: str) -> str:
    return origin.partition("://")[2].lower()


def _host(authority: str) -> str:
    """Return the host in ``host:port``; an empty text where it is neither."""
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""
