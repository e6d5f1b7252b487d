"""Find cameras in the local network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rollcall.capture.discovery.onvif import DiscoveredCamera

__all__ = ["command"]


@click.group("cameras")
def command() -> None:
    """Find cameras in the local network."""


@command.command("discover")
@click.argument("address", required=False)
@click.option("--seconds", default=3.0, show_default=True, help="How long answers are waited for.")
@click.option("--user", help="User at the cameras; its password is asked for.")
@click.option("--password", envvar="ROLLCALL_CAPTURE_PASSWORD", help="Better in ROLLCALL_CAPTURE_PASSWORD.")
def discover_command(address: str | None, seconds: float, user: str | None, password: str | None) -> None:
    """List the cameras of the local network with the URLs of their streams, by ONVIF.

    ADDRESS (host or host:port) asks one device alone, also in another network.
    """
    from rollcall.capture.credentials import Credentials
    from rollcall.capture.discovery.onvif import discover, parse_address

    if user is not None and password is None:
        password = click.prompt(f"Password of {user}", hide_input=True)
    credentials = None if user is None else Credentials(user, password or "")
    cameras = discover(parse_address(address) if address else None, seconds, credentials)
    for camera in cameras:
        _print(camera, "" if user else " (--user)")
    if not cameras:
        click.echo("No camera answered. Switch ONVIF on in it, or name its address if it is in another network.")


def _print(camera: DiscoveredCamera, remedy: str) -> None:
    click.echo(f"{camera.name}  ({camera.host})")
    for stream in camera.streams:
        size = f"{stream.width}x{stream.height}" if stream.width else ""
        click.echo("  " + "  ".join(part for part in (stream.name, stream.codec, size, str(stream.url)) if part))
    if camera.problem:
        click.echo(f"  {camera.problem}{remedy}")
