"""RTSP cameras."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from rollcall.capture.credentials import credentials_for
from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.pipeline import VideoPipeline
from rollcall.capture.sources.keep_alive import KeepAlive, ask_nothing
from rollcall.capture.sources.rtsp_answers import mend_answers
from rollcall.capture.sources.rtsp_description import mend_description
from rollcall.capture.sources.rtsp_payloads import PayloadTypes
from rollcall.capture.sources.rtsp_requests import RequestGuard
from rollcall.errors import SourceRefused, SourceUnreachable, SourceUnsupported

__all__ = ["open_rtsp"]

_PROTOCOLS = {"tcp": "tcp", "udp": "udp", "http": "tcp", "auto": "udp+tcp"}
_TUNNELED = {"rtsp": "rtsph", "rtsps": "rtspsh"}
"""What GStreamer calls RTSP through HTTP, by the scheme without it."""
_MICROSECONDS = 1_000_000
_ANSWER_SHARE = 0.9
"""Of the time to connect, in which each request must be answered: what rtspsrc says of it is more than "no video"."""
_UDP_SHARE = 0.3
"""Of the time to connect, after which ``auto`` takes the silence of UDP for a firewall and asks for TCP."""

mend_answers()


def open_rtsp(pipeline: VideoPipeline) -> None:
    """Add what speaks RTSP to the camera; of its streams only the first with video is asked for."""
    source, settings = pipeline.source, pipeline.settings
    patience = settings.connect_timeout_seconds * _MICROSECONDS
    rtsp = make(
        "rtspsrc",
        protocols=_PROTOCOLS[settings.transport],
        latency=settings.latency_milliseconds,
        tcp_timeout=int(patience * _ANSWER_SHARE),
        timeout=int(patience * _UDP_SHARE),
        # Who sends each packet twice never sends two in a row, which rtspsrc waits for by itself.
        probation=0,
    )
    rtsp.set_property("location", _location(pipeline))
    RequestGuard(pipeline, credentials_for(source, settings)).watch(rtsp)
    payloads = PayloadTypes(pipeline)
    pipeline.listen(rtsp, "on-sdp", lambda _rtsp, description: _read(payloads, description))
    pipeline.listen(rtsp, "accept-certificate", lambda *_: _accept_certificate(pipeline))
    pipeline.listen(rtsp, "new-manager", lambda _rtsp, manager: _prepare_manager(pipeline, payloads, manager))
    pipeline.listen(rtsp, "select-stream", _first_video(payloads))
    pipeline.listen(rtsp, "pad-added", lambda _rtsp, pad: _take(pipeline, pad))
    pipeline.listen(rtsp, "no-more-pads", lambda _rtsp: _expect_video(pipeline))
    pipeline.add(rtsp)
    if settings.transport != "udp":
        pipeline.at_look(KeepAlive(partial(ask_nothing, rtsp)).look)


def _location(pipeline: VideoPipeline) -> str:
    source = pipeline.source
    if pipeline.settings.transport != "http":
        return source.location
    return f"{_TUNNELED[source.scheme]}{source.location[len(source.scheme) :]}"


def _read(payloads: PayloadTypes, description: Any) -> None:
    # What is no text is left to rtspsrc as it is.
    with suppress(UnicodeDecodeError):
        mend_description(description)
        payloads.read(description)


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


def _prepare_manager(pipeline: VideoPipeline, payloads: PayloadTypes, manager: Gst.Element) -> None:
    """Set up the element that receives RTP."""
    # Each buffer then carries the time that the camera's RTCP sender reports give it.
    if manager.find_property("add-reference-timestamp-meta") is not None:
        manager.set_property("add-reference-timestamp-meta", True)
    payloads.watch(manager)
    pipeline.listen(manager, "pad-added", lambda _manager, pad: _watch_for_end(pipeline, pad))


def _watch_for_end(pipeline: VideoPipeline, pad: Gst.Pad) -> None:
    """Notice a camera that hangs up before it has sent anything: rtspsrc tells nobody of it."""

    def look(_pad: Gst.Pad, info: Gst.PadProbeInfo) -> Gst.PadProbeReturn:
        if info.get_event().type == Gst.EventType.EOS and not pipeline.codec:
            pipeline.fail(SourceUnreachable(f"{pipeline.source} hung up before the first picture."))
        return Gst.PadProbeReturn.OK

    if pad.direction is Gst.PadDirection.SINK:
        pad.add_probe(Gst.PadProbeType.EVENT_DOWNSTREAM, look)


def _first_video(payloads: PayloadTypes) -> Callable[[Gst.Element, int, Gst.Caps], bool]:
    """Return what picks the first video stream alone: sound and metadata would only cost."""
    chosen: list[int] = []

    def select(_rtsp: Gst.Element, number: int, caps: Gst.Caps) -> bool:
        if caps.get_structure(0).get_value("media") == "video" and chosen in ([], [number]):
            chosen[:] = [number]
            payloads.choose(number, caps)
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
