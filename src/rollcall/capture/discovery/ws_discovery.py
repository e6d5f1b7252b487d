"""WS-Discovery: the question to all devices of a network which of them are cameras, and their answers."""

from __future__ import annotations

import socket
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

__all__ = ["GROUP", "Device", "ask_devices", "parse_answer"]

GROUP = ("239.255.255.250", 3702)
"""Where devices listen for the question (WS-Discovery 1.0, section 2.4)."""
_DATAGRAM_BYTES = 65_535
_MOST_ANSWERS = 1_000
_NAMESPACES = {"d": "http://schemas.xmlsoap.org/ws/2005/04/discovery"}
_NAME_SCOPE = "onvif://www.onvif.org/name/"
_QUESTION = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
    'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:n="http://www.onvif.org/ver10/network/wsdl">'
    "<s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>"
    "<a:MessageID>urn:uuid:{id}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>"
    "<s:Body><d:Probe><d:Types>n:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>"
)


@dataclass(frozen=True, slots=True)
class Device:
    """A device that says it is a camera."""

    name: str
    """What it calls itself; empty where it does not."""
    service: str
    """URL of its ONVIF service."""


def ask_devices(address: tuple[str, int], seconds: float) -> Iterator[Device]:
    """Ask ``address``, a group or a single device, and yield who answers within ``seconds``, each once."""
    end = time.monotonic() + seconds
    seen: set[str] = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        # One hop: the question is for this network alone.
        asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        asking.sendto(_QUESTION.format(id=uuid.uuid4()).encode(), address)
        for _ in range(_MOST_ANSWERS):
            if (left := end - time.monotonic()) <= 0:
                return
            asking.settimeout(left)
            try:
                datagram, (sender, _port) = asking.recvfrom(_DATAGRAM_BYTES)
            except TimeoutError:
                return
            except ConnectionError:
                # The device's machine is there and nobody listens at its port.
                return
            device = parse_answer(datagram, sender)
            if device is not None and device.service not in seen:
                seen.add(device.service)
                yield device


def parse_answer(datagram: bytes, sender: str) -> Device | None:
    """Return the device that answers, or None where the datagram is none of an ONVIF device at ``sender``.

    A device speaks for itself alone: one that names another's address could have our password sent there.
    """
    # An answer has no business with entities, and they can be made to grow without end.
    if b"<!DOCTYPE" in datagram or b"<!ENTITY" in datagram:
        return None
    try:
        match = ElementTree.fromstring(datagram).find(".//d:ProbeMatch", _NAMESPACES)  # noqa: S314 - see above
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    services = [] if match is None else (match.findtext("d:XAddrs", "", _NAMESPACES)).split()
    service = next((text for text in services if _is_at(text, sender)), None)
    if match is None or service is None:
        return None
    scopes = (match.findtext("d:Scopes", "", _NAMESPACES)).split()
    names = [unquote(scope.removeprefix(_NAME_SCOPE)) for scope in scopes if scope.startswith(_NAME_SCOPE)]
    return Device(names[0] if names else "", service)


def _is_at(text: str, host: str) -> bool:
    try:
        address = urlsplit(text)
        return address.scheme in ("http", "https") and address.hostname == host
    except ValueError:
        return False
