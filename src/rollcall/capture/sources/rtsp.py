"""RTSP cameras."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from rollcall.capture.credentials import credentials_for
from rollcall.capture.failures import sent_on
from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.pipeline import VideoPipeline
from rollcall.errors import SourceRefused, SourceUnreachable, SourceUnsupported

__all__ = ["open_rtsp"]

_PROTOCOLS = {"tcp": "tcp", "udp": "udp", "http": "tcp", "auto": "udp+tcp"}
_TUNNELED = {"rtsp": "rtsph", "rtsps": "rtspsh"}
"""What GStreamer calls RTSP through HTTP, by the scheme without it."""
_MICROSECONDS = 1_000_000
_UDP_SHARE = 0.3
"""Of the time to connect, after which ``auto`` takes the silence of UDP for a firewall and asks for TCP."""


def open_rtsp(pipeline: VideoPipeline) -> None:
    """Add what speaks RTSP to the camera; of its streams only the first with video is asked for."""
    source, settings = pipeline.source, pipeline.settings
    patience = settings.connect_timeout_seconds * _MICROSECONDS
    rtsp = make(
        "rtspsrc",
        protocols=_PROTOCOLS[settings.transport],
        latency=settings.latency_milliseconds,
        tcp_timeout=int(patience),
        timeout=int(patience * _UDP_SHARE),
    )
    rtsp.set_property("location", _location(pipeline))
    if (credentials := credentials_for(source, settings)) is not None:
        rtsp.set_property("user-id", credentials.user)
        rtsp.set_property("user-pw", credentials.password)
        pipeline.listen(rtsp, "before-send", partial(_keep_password, pipeline))
    pipeline.listen(rtsp, "accept-certificate", lambda *_: _accept_certificate(pipeline))
    pipeline.listen(rtsp, "new-manager", lambda _rtsp, manager: _prepare_manager(pipeline, manager))
    pipeline.listen(rtsp, "select-stream", _first_video())
    pipeline.listen(rtsp, "pad-added", lambda _rtsp, pad: _take(pipeline, pad))
    pipeline.listen(rtsp, "no-more-pads", lambda _rtsp: _expect_video(pipeline))
    pipeline.add(rtsp)


def _location(pipeline: VideoPipeline) -> str:
    source = pipeline.source
    if pipeline.settings.transport != "http":
        return source.location
    return f"{_TUNNELED[source.scheme]}{source.location[len(source.scheme) :]}"


def _keep_password(pipeline: VideoPipeline, rtsp: Gst.Element, message: Any) -> bool:
    """Give the password to nobody else where the camera sends us on: rtspsrc would, even readable."""
    _, method, uri, _ = message.parse_request()
    # Later requests name the camera as it calls itself, which behind a router is another address.
    if method.first_value_nick == "describe" and _place(uri) != _place(pipeline.source.location):
        rtsp.set_property("user-id", None)
        rtsp.set_property("user-pw", None)
        pipeline.fail(sent_on(pipeline.source))
    return True


def _place(url: str) -> tuple[str | None, int | None]:
    parts = urlsplit(url)
    # GStreamer tells no scheme apart in a request, and leaves a port out that the URL does not name.
    return parts.hostname, parts.port


def _accept_certificate(pipeline: VideoPipeline) -> bool:
    """Decide about a certificate that the system does not trust."""
    if pipeline.settings.tls == "verify":
        pipeline.fail(
            SourceRefused(
                f"{pipeline.source} has a certificate that nobody vouches for, as most cameras do. "
                "Where the network can be trusted, accept it by 'capture: tls: accept'."
            )
        )
    return pipeline.settings.tls == "accept"


def _prepare_manager(pipeline: VideoPipeline, manager: Gst.Element) -> None:
    """Set up the element that receives RTP."""
    # Each buffer then carries the time that the camera's RTCP sender reports give it.
    if manager.find_property("add-reference-timestamp-meta") is not None:
        manager.set_property("add-reference-timestamp-meta", True)
    pipeline.listen(manager, "pad-added", lambda _manager, pad: _watch_for_end(pipeline, pad))


def _watch_for_end(pipeline: VideoPipeline, pad: Gst.Pad) -> None:
    """Notice a camera that hangs up before it has sent anything: rtspsrc tells nobody of it."""

    def look(_pad: Gst.Pad, info: Gst.PadProbeInfo) -> Gst.PadProbeReturn:
        if info.get_event().type == Gst.EventType.EOS and not pipeline.codec:
            pipeline.fail(SourceUnreachable(f"{pipeline.source} hung up before the first picture."))
        return Gst.PadProbeReturn.OK

    if pad.direction is Gst.PadDirection.SINK:
        pad.add_probe(Gst.PadProbeType.EVENT_DOWNSTREAM, look)


def _first_video() -> Callable[[Gst.Element, int, Gst.Caps], bool]:
    """Return what picks the first video stream alone: sound and metadata would only cost."""
    chosen: list[int] = []

    def select(_rtsp: Gst.Element, number: int, caps: Gst.Caps) -> bool:
        if caps.get_structure(0).get_value("media") == "video" and chosen in ([], [number]):
            chosen[:] = [number]
            return True
        return False

    return select


def _take(pipeline: VideoPipeline, pad: Gst.Pad) -> None:
    if pipeline.codec:
        # Another payload type or another sender: the camera changed its codec, or was started anew behind UDP.
        pipeline.fail(SourceUnreachable(f"{pipeline.source} began a new stream."))
    pipeline.take(pad)


def _expect_video(pipeline: VideoPipeline) -> None:
    if not pipeline.codec:
        pipeline.fail(SourceUnsupported(f"{pipeline.source} has no video stream."))
