"""Which sources of video may be named on a page."""

from __future__ import annotations

from rollcall.errors import ConfigError
from rollcall.redaction import SourceUrl

__all__ = ["WEB_SCHEMES", "source_from_web"]

WEB_SCHEMES = ("rtsp", "rtsps", "http", "https", "webcam", "test")
"""No ``file`` and no path: files of this machine are shown only where its own administrator names them."""
_WITHOUT_HOST = frozenset({"webcam", "test"})


def source_from_web(text: str, kept: SourceUrl | None = None) -> SourceUrl:
    """Return what a page names, with the password of ``kept`` where it shows stars in place of one.

    Raises ConfigError for what may not be named there.
    """
    source = SourceUrl(text)
    if source.scheme not in WEB_SCHEMES:
        known = ", ".join(f"{scheme}://" for scheme in WEB_SCHEMES)
        raise ConfigError(f"A camera's URL begins with {known}. Files are named in rollcall.yaml or the command line.")
    if not source.reveal().isprintable() or (not _host(source) and source.scheme not in _WITHOUT_HOST):
        raise ConfigError("This is no URL of a camera. Write it as rtsp://user:password@host:554/path.")
    if kept is not None:
        source = source.with_password_of(kept)
    if source.hides_password:
        raise ConfigError("Type the camera's password: it is kept for the same host and port only.")
    return source


def _host(source: SourceUrl) -> str | None:
    try:
        return source.host
    except ValueError:
        # Such as brackets that are no IPv6 address.
        return None
