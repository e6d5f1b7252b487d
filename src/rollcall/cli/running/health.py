"""Ask a running Rollcall whether it is well; for containers and monitors."""

from __future__ import annotations

import http.client
import json
import os
import ssl
from pathlib import Path

import click

from rollcall.config import WebSettings, load_settings
from rollcall.errors import RollcallError

__all__ = ["command"]

_LONGEST_SECONDS = 8.0
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


class _NotWellError(RollcallError):
    """Nobody answers, or what answers is not Rollcall."""


@click.command("health")
@click.option("--config", "file", type=click.Path(path_type=Path), help="Settings file (default: rollcall.yaml here).")
@click.option("--port", type=int, help="Port of its pages, where `rollcall run` was given another one.")
def command(file: Path | None, port: int | None) -> None:
    """Ask the Rollcall of this machine whether it is well, and print its word: ok or degraded.

    Degraded means that a camera is not live or that the disk is full: it still serves, so this ends with 0. Where
    nobody answers it ends with 1.
    """
    here = Path("rollcall.yaml")
    arguments = {"web": {"port": port}}
    click.echo(_ask(load_settings(file or (here if here.is_file() else None), os.environ, arguments, ()).web))


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
