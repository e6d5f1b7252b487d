"""A WebSocket that only tells: what is sent ends with the viewer, and the connection with what is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

__all__ = ["UNKNOWN_CAMERA", "while_viewed"]

UNKNOWN_CAMERA = 4404
"""Codes from 4000 on are an application's own (RFC 6455)."""


async def while_viewed(socket: WebSocket, sending: Coroutine[Any, Any, None]) -> None:
    """Let ``sending`` go on until it ends by itself or the viewer is gone."""
    works = {asyncio.ensure_future(work) for work in (_quietly(sending), _listen(socket))}
    try:
        await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for work in works:
            work.cancel()
        await asyncio.wait(works)


async def _quietly(sending: Coroutine[Any, Any, None]) -> None:
    # A viewer who is gone in the middle of a message is no mistake.
    with suppress(WebSocketDisconnect, RuntimeError):
        await sending


async def _listen(socket: WebSocket) -> None:
    # Nothing is expected; reading tells when the viewer is gone.
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
