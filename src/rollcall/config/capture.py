"""How cameras and videos are read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from rollcall.config.section import Section

__all__ = ["CaptureSettings"]


class CaptureSettings(Section):
    """How cameras and videos are read."""

    transport: Literal["tcp", "udp", "http", "auto"] = "tcp"
    """How RTP travels. TCP passes NAT and port forwards and loses nothing; UDP is for clean local networks; auto tries
    UDP, then TCP; http tunnels through what lets only web pages pass."""
    latency_milliseconds: int = Field(default=200, ge=0, le=10_000)
    """Jitter buffer: how long a packet that is late or lost is waited for. It delays nothing while all arrive in
    order, as over TCP."""
    connect_timeout_seconds: float = Field(default=10.0, gt=0)
    """How long a camera may take to answer before the attempt counts as failed."""
    stall_timeout_seconds: float = Field(default=5.0, gt=0)
    """Without a decoded frame for this long, the connection is torn down and built anew."""
    user: str | None = None
    """User of every camera whose URL names none."""
    password: SecretStr | None = None
    """Password of that user; best given in the environment, as ``ROLLCALL_CAPTURE_PASSWORD``."""
    credentials: Path | None = None
    """netrc file with users and passwords by host: ``machine 192.168.0.10 login admin password secret``."""
    tls: Literal["verify", "accept"] = "verify"
    """Whether the certificate of a camera (``rtsps://``, ``https://``) must be valid; accept takes any, as most
    cameras' own, and then the network must be trusted."""
    loop: bool = False
    """Begin a video file or a folder of pictures again when it ends."""
    picture_seconds: float = Field(default=1.0, gt=0)
    """How long each picture of a folder is shown."""
    decoder: str | None = None
    """GStreamer element that decodes, such as avdec_h264 or nvh264dec. Without it the best one that works here."""
    decoder_threads: int = Field(default=1, ge=0)
    """Threads of a software decoder for each camera; 0 leaves it to the decoder. Cameras send one slice a picture as
    a rule, which more threads do not speed up."""
