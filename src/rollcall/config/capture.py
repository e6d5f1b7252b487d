"""How cameras and videos are read."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["CaptureSettings"]


class CaptureSettings(Section):
    """How cameras and videos are read."""

    transport: Literal["tcp", "udp", "http", "auto"] = "tcp"
    """How RTP travels. TCP passes NAT and port forwards and loses nothing; UDP is for clean local networks."""
    latency_milliseconds: int = Field(default=200, ge=0, le=10_000)
    """Jitter buffer of rtspsrc. More survives a worse network, less shows a person sooner."""
    connect_timeout_seconds: float = Field(default=10.0, gt=0)
    """How long a camera may take to answer before the attempt counts as failed."""
    stall_timeout_seconds: float = Field(default=5.0, gt=0)
    """Without a decoded frame for this long, the connection is torn down and built anew."""
    loop: bool = False
    """Begin a video file again when it ends."""
    decoder: str | None = None
    """GStreamer element that decodes, such as avdec_h264 or nvh264dec. Without it the best one that works here."""
    decoder_threads: int = Field(default=1, ge=0)
    """Threads of a software decoder for each camera; 0 leaves it to the decoder. Cameras send one slice a picture as
    a rule, which more threads do not speed up."""
