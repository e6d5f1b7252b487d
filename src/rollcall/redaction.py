"""Secrets in URLs: hidden where they are shown, not at each place that shows them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

__all__ = ["SecretUrl", "SourceUrl", "redact"]

_HIDDEN = "***"
# The password part of scheme://user:password@host. Greedy up to the last @ before the next blank or quote, since an
# unescaped password may itself hold '@', ':' or '/'.
_CREDENTIALS = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)(?P<user>[^\s:/@]*):(?P<password>[^\s\"'<>]*)@")

# Some cameras want it as a parameter: http://camera/video.cgi?user=admin&pwd=secret. Recorders of XMEye want it in the
# path: rtsp://camera/user=admin_password=secret_channel=1_stream=0.sdp.
_PARAMETER = re.compile(
    r"(?P<name>[?&](?:[\w-]*(?:password|passwd|pwd|token|secret|api_?key)|pass|auth|key)=|[/_](?:password|passwd|pwd)=)"
    r"(?P<value>(?:(?!_(?:channel|stream)=)[^\s\"'<>&#])+)",
    re.IGNORECASE,
)

_AUTHORITY_END = re.compile(r"[/?#]")
_ADDRESS = re.compile(r"(\[[^\s\[\]]*\]|\d{1,3}(\.\d{1,3}){3}|localhost)(:\d+)?([/?#]|$)")
_CERTAIN_HOST = re.compile(rf"{_ADDRESS.pattern}|[^\s:/?#@]+:(322|554|5554|7447|8322|8554|10554)([/?#]|$)")
"""An address, or a name with one of the ports of RTSP: no password looks like that."""


def redact(text: str) -> str:
    """Return ``text`` with the password of every URL in it replaced by ``***``, also where it is a parameter."""
    return _without_parameters(_CREDENTIALS.sub(rf"\g<scheme>\g<user>:{_HIDDEN}@", text))


def _without_parameters(text: str) -> str:
    return _PARAMETER.sub(rf"\g<name>{_HIDDEN}", text)


def _parameters(text: str) -> list[re.Match[str]]:
    """Return where passwords stand among the parameters of a URL."""
    return list(_PARAMETER.finditer(text))


def _credentials_of(url: str) -> str | None:
    """Return what stands before the ``@`` of a URL without its scheme, or None where no ``@`` ends credentials.

    The last one does, since a password may hold anything, unless it stands in the path: where a host is certain before
    it, and none behind it.
    """
    head, at, behind = url.rpartition("@")
    authority = _AUTHORITY_END.split(url, maxsplit=1)[0]
    user, another, host = authority.rpartition("@")
    if not at or not (another or ":" in authority) or (not another and _ADDRESS.match(host)):
        return None
    if len(head) < len(authority) or _CERTAIN_HOST.match(behind) or not _CERTAIN_HOST.match(host):
        return head
    return user if another else None


class SourceUrl:
    """Where a camera's video comes from; shows itself without the password.

    Accepts what people paste: a URL of any scheme, a path of a file, and RTSP passwords with ``@``, ``:``, ``/`` or
    ``#`` that were not percent-encoded.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text.strip()

    def reveal(self) -> str:
        """Return the whole text, password and all, for the one place that opens the connection."""
        return self._text

    @property
    def scheme(self) -> str:
        """Lower-case scheme, or ``""`` for a plain path."""
        head, separator, _ = self._text.partition("://")
        return head.lower() if separator else ""

    @property
    def user(self) -> str | None:
        """Percent-decoded user, or None."""
        credentials = self._credentials()
        return unquote(credentials.partition(":")[0]) if credentials is not None else None

    @property
    def password(self) -> str | None:
        """Percent-decoded password, or None."""
        credentials = self._credentials()
        if credentials is None or ":" not in credentials:
            return None
        return unquote(credentials.partition(":")[2])

    @property
    def location(self) -> str:
        """The URL without its credentials, as it is handed to the source together with ``user`` and ``password``."""
        credentials = self._credentials()
        return self._text if credentials is None else self._text.replace(f"{credentials}@", "", 1)

    @property
    def host(self) -> str | None:
        """Host name or address, without the port."""
        return urlsplit(self.location).hostname if self.scheme else None

    def with_password_of(self, other: SourceUrl) -> SourceUrl:
        """Return this URL with the password of ``other`` where it holds the stars that are shown in place of one.

        Only for the same host and port: elsewhere the stars stay stars, since a password is not to be had by asking
        for it to be sent to another place.
        """
        if self._place != other._place:
            return self
        text, kept = self._text, {found["name"][1:].lower(): found["value"] for found in _parameters(other._text)}
        if self.password == _HIDDEN and other.password is not None:
            user, password = (each.partition(":") for each in (self._credentials() or "", other._credentials() or ""))
            text = text.replace(f"{user[0]}:{_HIDDEN}@", f"{user[0]}:{password[2]}@", 1)
        for found in reversed(_parameters(text)):
            if found["value"] == _HIDDEN:
                value = kept.get(found["name"][1:].lower(), _HIDDEN)
                text = f"{text[: found.start('value')]}{value}{text[found.end('value') :]}"
        return SourceUrl(text)

    @property
    def hides_password(self) -> bool:
        """Whether its password is the stars that are shown in place of one."""
        return self.password == _HIDDEN or any(found["value"] == _HIDDEN for found in _parameters(self._text))

    @property
    def _place(self) -> str:
        return urlsplit(self.location).netloc.lower() if self.scheme else ""

    def _credentials(self) -> str | None:
        return _credentials_of(self._text.partition("://")[2])

    def __str__(self) -> str:
        scheme, separator, rest = self._text.partition("://")
        credentials = self._credentials() or ""
        user, has_password, _ = credentials.partition(":")
        if not has_password:
            return f"{scheme}{separator}{redact(rest)}"
        # Here its end is known, so that it may also hold what ends a URL in a text: quotes, blanks.
        return f"{scheme}{separator}{user}:{_HIDDEN}@{redact(rest.removeprefix(f'{credentials}@'))}"

    def __repr__(self) -> str:
        return f"SourceUrl({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceUrl) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class SecretUrl:
    """A URL that is a secret as a whole, as those of webhooks are; shows its scheme and host only."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text.strip()

    def reveal(self) -> str:
        """Return the whole text, for the one place that opens the connection."""
        return self._text

    def __str__(self) -> str:
        scheme, separator, rest = self._text.partition("://")
        authority = rest.replace("?", "/").replace("#", "/").partition("/")[0]
        host = authority.rpartition("@")[2]
        return f"{scheme}://{host}/{_HIDDEN}" if separator else _HIDDEN

    def __repr__(self) -> str:
        return f"SecretUrl({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretUrl) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)
