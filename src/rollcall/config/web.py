"""Where the pages and the API are served."""

from __future__ import annotations

from pydantic import Field

from rollcall.config.section import Section

__all__ = ["WebSettings"]


class WebSettings(Section):
    """Where the pages and the API are served."""

    host: str = "127.0.0.1"
    """Address to listen on; 0.0.0.0 lets other machines in."""
    port: int = Field(default=8000, ge=1, le=65535)
    """TCP port of the pages and the API."""
