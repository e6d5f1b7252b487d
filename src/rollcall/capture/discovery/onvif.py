"""Cameras of the local network and the URLs of their streams, by ONVIF."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rollcall.capture.credentials import Credentials
from rollcall.capture.discovery.ws_discovery import GROUP, Device, ask_devices
from rollcall.errors import CaptureError, ConfigError
from rollcall.redaction import SourceUrl, redact

__all__ = ["DiscoveredCamera", "OfferedStream", "discover", "parse_address"]

_PORT = 3702
_PORTS = range(1, 65536)
_AT_ONCE = 8
_ANSWER_SECONDS = 5
_STREAM_SETUP = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}


@dataclass(frozen=True, slots=True)
class OfferedStream:
    """One profile of a camera."""

    name: str
    url: SourceUrl
    """Without a password, as cameras give it."""
    codec: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DiscoveredCamera:
    """A camera that answered."""

    name: str
    host: str
    streams: tuple[OfferedStream, ...]
    problem: str = ""
    """Why there are no streams, in words."""


def parse_address(text: str) -> tuple[str, int]:
    """Return the ``host`` or ``host:port`` of one device. Raises ConfigError."""
    host, _, port = text.strip().partition(":")
    if not host or (port and not (port.isdecimal() and int(port) in _PORTS)):
        raise ConfigError(f"'{text}' is no address. Give a host, or host:port.")
    return host, int(port or _PORT)


def discover(
    address: tuple[str, int] | None, seconds: float, credentials: Credentials | None = None
) -> tuple[DiscoveredCamera, ...]:
    """Return the cameras that answer within ``seconds``, in the order of their hosts.

    Without ``address`` the whole network is asked. ``credentials`` go, as a digest, to every device that answers: give
    them in a network that can be trusted. Raises CaptureError where the question cannot be sent.
    """
    try:
        devices = list(ask_devices(address or GROUP, seconds))
    except OSError as error:
        raise CaptureError(f"The network cannot be asked for cameras ({error.strerror or error}).") from None
    with ThreadPoolExecutor(_AT_ONCE) as asking:
        cameras = list(asking.map(lambda device: _describe(device, credentials), devices))
    return tuple(sorted(cameras, key=lambda camera: camera.host))


def _describe(device: Device, credentials: Credentials | None) -> DiscoveredCamera:
    host = urlsplit(device.service).hostname or ""
    name = _plain(device.name) or host
    try:
        return DiscoveredCamera(name, host, tuple(_streams(device, credentials)))
    except _onvif().ONVIFOperationException as error:
        return DiscoveredCamera(name, host, (), _why(error))


def _streams(device: Device, credentials: Credentials | None) -> Iterator[OfferedStream]:
    onvif, address = _onvif(), urlsplit(device.service)
    client = onvif.ONVIFClient(
        address.hostname,
        address.port or (443 if address.scheme == "https" else 80),
        credentials.user if credentials else None,
        credentials.password if credentials else None,
        timeout=_ANSWER_SECONDS,
        use_https=address.scheme == "https",
        # The other choices write a database into the user's home.
        cache=onvif.CacheMode.MEM,
    )
    media = client.media()
    for profile in media.GetProfiles():
        uri = media.GetStreamUri(StreamSetup=_STREAM_SETUP, ProfileToken=profile.token).Uri
        encoder = getattr(profile, "VideoEncoderConfiguration", None)
        size = getattr(encoder, "Resolution", None)
        yield OfferedStream(
            _plain(str(profile.Name)),
            SourceUrl(_plain(str(uri))),
            _plain(str(getattr(encoder, "Encoding", ""))),
            int(getattr(size, "Width", 0) or 0),
            int(getattr(size, "Height", 0) or 0),
        )


def _why(error: Exception) -> str:
    text = _plain(redact(str(error)))
    if any(word in text.lower() for word in ("notauthorized", "not authorized", "unauthorized", "401")):
        return "wants a user and a password"
    return text


def _plain(text: str) -> str:
    """Return what a device says without the signs that would steer a terminal."""
    return "".join(sign for sign in text if sign.isprintable())


def _onvif() -> Any:
    try:
        import onvif
    except ImportError:
        raise CaptureError("ONVIF is missing. Install it: pip install 'rollcall[onvif]'.") from None
    # It logs what it then raises.
    logging.getLogger("onvif").setLevel(logging.CRITICAL)
    return onvif
