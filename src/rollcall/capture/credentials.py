"""User and password of a camera: from its URL, the settings or a file, so that URLs need not hold them."""

from __future__ import annotations

import netrc
from dataclasses import dataclass, field
from pathlib import Path

from rollcall.config import CaptureSettings
from rollcall.errors import ConfigError
from rollcall.redaction import SourceUrl

__all__ = ["Credentials", "credentials_for"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who we are to a camera."""

    user: str
    password: str = field(repr=False)


def credentials_for(source: SourceUrl, settings: CaptureSettings) -> Credentials | None:
    """Return the credentials in the URL, else those of the file for the camera's host, else those of the settings.

    Raises ConfigError where the file cannot be read.
    """
    if source.user is not None:
        return Credentials(source.user, source.password or "")
    found = _from_file(settings.credentials, source.host) if settings.credentials else None
    if found is None and settings.user is not None:
        password = settings.password.get_secret_value() if settings.password is not None else ""
        return Credentials(settings.user, password)
    return found


def _from_file(file: Path, host: str | None) -> Credentials | None:
    """Read a netrc file: ``machine HOST login USER password PASSWORD``, or ``default`` for every other host."""
    try:
        entry = netrc.netrc(str(file)).authenticators(host or "")
    except OSError as error:
        raise ConfigError(f"The file of credentials '{file}' cannot be read: {error.strerror}.") from None
    except netrc.NetrcParseError as error:
        # Its own text may quote a line with a password in it.
        raise ConfigError(
            f"The file of credentials '{file}' is no netrc file at line {error.lineno}. "
            "Write: machine HOST login USER password PASSWORD."
        ) from None
    return None if entry is None else Credentials(entry[0], entry[2] or "")
