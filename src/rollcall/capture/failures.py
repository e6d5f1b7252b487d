"""What GStreamer says went wrong, in words that tell a user what to do."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

from rollcall.capture.challenge import unknown_digest
from rollcall.capture.gstreamer import GLib, Gst
from rollcall.errors import CaptureError, SourceMissing, SourceRefused, SourceUnreachable, SourceUnsupported
from rollcall.redaction import SourceUrl, redact

__all__ = ["failure_of", "place_of", "sent_in_a_circle", "sent_on"]

_STATUS_CODE = re.compile(r"\((\d{3})\)(?:, URL:|: [\w ]+$|\s*$)")
_DETAIL = re.compile(r"\(([^()]*)\)\s*$")
_DEFAULT_PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}
_ANSWER_SECONDS = 1.0

_REFUSALS = {
    400: "does not understand the request (400). Check the path in its URL",
    401: "refused the user or the password (401). Check both in its URL",
    403: "forbids this user to watch (403). Check the user's rights at the camera",
    404: "has no video under this path (404). Check the path in its URL",
    451: "does not understand a parameter (451). Check the path in its URL",
    453: "has no room for a further viewer (453). Close others, or take a smaller profile",
    454: "closed the session (454)",
    461: "does not offer this transport (461). Try --rtsp-transport tcp, udp or auto",
    500: "has trouble of its own (500). Restart it if that stays so",
    503: "serves nobody further at the moment (503). Close other viewers, or restart it",
}
_SENT_ON = frozenset({301, 302, 303, 307, 308})
_PHRASES = {
    "Timeout while waiting": "does not answer in time",
    "Server did not select transport": "names no transport that was asked for. Try --rtsp-transport udp, tcp or auto",
    "Server can not provide an SDP": "describes no video. Check the path in its URL",
    "Server does not support SDP": "describes no video. Check the path in its URL",
    "Could not receive message. (Received end-of-file)": "closed the connection",
    "Could not receive message. (Parse error)": "mixes up its packets. Try --rtsp-transport udp",
}
"""What rtspsrc hides in its debug text, in other words."""
_NO_RTSP = re.compile(r"gst_rtsp_src_receive_response .*\(Parse error\)", re.DOTALL)
"""An answer to a question, not a packet in between."""
_REFUSED_FOR_GOOD = frozenset({400, 401, 403, 451, 461})


def failure_of(message: Gst.Message, source: SourceUrl) -> CaptureError:
    """Return what an error message on the bus of a stream from ``source`` means."""
    there = _sent_on_to(message.src, source)
    if there is None:
        return _failure_of(message, source)
    failure = _failure_of(message, there)
    return type(failure)(f"Sent on by {source}: {failure}")


def _sent_on_to(element: Gst.Element, source: SourceUrl) -> SourceUrl | None:
    """Return where a camera sent us on to, such as its address behind a port forward; None where it did not."""
    if not source.scheme.startswith("rtsp") or element.find_property("location") is None:
        return None
    there = SourceUrl(element.get_property("location") or "")
    return None if place_of(there.location) in (place_of(source.location), (None, None)) else there


def _failure_of(message: Gst.Message, source: SourceUrl) -> CaptureError:
    error, debug = message.parse_error()
    debug = debug or ""
    status = _STATUS_CODE.search(debug)
    if status and int(status[1]) in _SENT_ON:
        return sent_on(source)
    if error.matches(Gst.ResourceError.quark(), Gst.ResourceError.NOT_AUTHORIZED):
        return _refusal(401, source)
    if status and int(status[1]) in _REFUSALS:
        return _refusal(int(status[1]), source)
    if "No valid RTSP URL" in debug or not _names_a_port(source):
        return SourceRefused(f"{source} is no URL of a camera. Write it as rtsp://user:password@host:554/path.")
    if _NO_RTSP.search(debug):
        return SourceRefused(f"{source} answers, but not as RTSP does. Check the port in its URL.")
    if error.matches(Gst.CoreError.quark(), Gst.CoreError.MISSING_PLUGIN) and source.scheme.startswith("rtsp"):
        return SourceUnsupported(
            f"{source} sends video that cannot be decoded here. Choose H.264 or H.265 in the camera."
        )
    if error.matches(Gst.ResourceError.quark(), Gst.ResourceError.NOT_FOUND):
        return SourceRefused(f"{source} is not there. Check its path.")
    if error.matches(Gst.StreamError.quark(), Gst.StreamError.CODEC_NOT_FOUND) and source.scheme.startswith("rtsp"):
        return SourceUnsupported(f"{source} has no video stream over this transport.")
    # A camera's broken bytes may be whole after the next connection; a file's stay broken.
    if error.domain == GLib.quark_to_string(Gst.StreamError.quark()) and not source.scheme.startswith(("rtsp", "http")):
        return SourceUnsupported(f"{source} is no video that can be decoded here ({error.message}).")
    words = _network_words(debug, source) or redact(error.message).rstrip(".")
    return SourceUnreachable(f"{source} {words}.")


def _refusal(code: int, source: SourceUrl) -> CaptureError:
    if code == 401 and (digest := unknown_digest(source)):
        return SourceRefused(
            f"{source} wants the password as a digest by {digest}, which GStreamer does not know. "
            "Choose MD5 in the camera."
        )
    kinds = {404: SourceMissing} | dict.fromkeys(_REFUSED_FOR_GOOD, SourceRefused)
    return kinds.get(code, SourceUnreachable)(f"{source} {_REFUSALS[code]}.")


def _names_a_port(source: SourceUrl) -> bool:
    return place_of(source.location)[1] != 0


def place_of(url: str) -> tuple[str | None, int | None]:
    """Return host and port of a URL, which GStreamer leaves out where the URL does; port 0 where it is no URL."""
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port
    except ValueError:
        return None, 0


def sent_on(source: SourceUrl) -> SourceRefused:
    """Return that a camera sends us to another place, which is not told its password."""
    return SourceRefused(
        f"{source} sends us on to another address, which is not told the password. Name it in the URL."
    )


def sent_in_a_circle(source: SourceUrl) -> SourceRefused:
    """Return that a camera sends us on again and again, or without saying where to."""
    return SourceRefused(f"{source} sends us on in a circle. Check the path in its URL.")


def _network_words(debug: str, source: SourceUrl) -> str:
    """Return what the network says, where the debug text of GStreamer holds or hides it."""
    if "Failed to connect" in debug:
        return _why_unreachable(source)
    for phrase, words in _PHRASES.items():
        if phrase in debug:
            return words
    detail = _DETAIL.search(debug)
    return f"broke off ({redact(detail[1])})" if detail else ""


def _why_unreachable(source: SourceUrl) -> str:
    """Ask the system once more, since GStreamer only says "generic error"."""
    address = urlsplit(source.location)
    port = address.port or _DEFAULT_PORTS.get(source.scheme, 554)
    try:
        socket.create_connection((address.hostname or "", port), _ANSWER_SECONDS).close()
    except TimeoutError:
        return f"does not answer on port {port}. Check address, port and port forwarding"
    except OSError as error:
        return f"cannot be reached on port {port} ({error.strerror or error}). Check address, port and network"
    return "closed the connection"
