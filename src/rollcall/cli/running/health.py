"""Ask a running Rollcall whether it is well; for containers and monitors."""

from __future__ import annotations

import http.client
import json
import ssl
from pathlib import Path

import click

from rollcall.cli.settings import config_option, settings_of
from rollcall.config import WebSettings
from rollcall.errors import RollcallError

__all__ = ["command"]

_LONGEST_SECONDS = 8.0
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


class _NotWellError(RollcallError):
    """Nobody answers, or what answers is not Rollcall."""


@click.command("health")
@config_option
@click.option("--port", type=int, help="Port of its pages, where `rollcall run` was given another one.")
def command(file: Path | None, port: int | None) -> None:
    """Ask the Rollcall of this machine whether it is well, and print its word: ok or degraded.

    Degraded means that a camera is not live or that the disk is full: it still serves, so this ends with 0. Where
    nobody answers it ends with 1.
    """
    click.echo(_ask(settings_of(file, web={"port": port}).web))


def _ask(settings: WebSettings) -> str:
    host = "127.0.0.1" if settings.host in _ANYWHERE else settings.host
    where = f"{host}:{settings.port}"
    connection = _connection(settings, host)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        return str(json.loads(answer.read())["status"])
    except (OSError, http.client.HTTPException) as error:
        raise _NotWellError(f"Nobody answers at {where}: {error}. Is 'rollcall run' running?") from None
    except (ValueError, KeyError, TypeError):
        raise _NotWellError(f"What answers at {where} is not Rollcall; choose its port with --port.") from None
    finally:
        connection.close()


def _connection(settings: WebSettings, host: str) -> http.client.HTTPConnection:
    if not (settings.https or settings.certificate):
        return http.client.HTTPConnection(host, settings.port, timeout=_LONGEST_SECONDS)
    # This machine asks itself, and its certificate may be of its own making.
    unverified = ssl.create_default_context()
    unverified.check_hostname = False
    unverified.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, settings.port, timeout=_LONGEST_SECONDS, context=unverified)
