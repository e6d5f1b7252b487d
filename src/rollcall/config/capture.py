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
