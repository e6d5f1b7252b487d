"""Live video untouched: the camera's own H.264 in fragments of MP4, and who is where, on one WebSocket.

Binary messages are MP4. Text messages are JSON with a ``kind``: ``format`` (what the MP4 after it is), ``scene``
(everybody in one frame), ``unsupported`` (this video cannot be sent so; take the MJPEG).
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from rollcall.web.live.video import LiveVideo
from rollcall.web.parts import FeedsPart, SystemPart, VideosPart, for_viewers

__all__ = ["router"]

router = APIRouter(tags=["live"], dependencies=[for_viewers])

_UNKNOWN_CAMERA = 4404
"""Codes from 4000 on are an application's own (RFC 6455)."""


@router.websocket("/cameras/{camera}/live")
async def live(socket: WebSocket, camera: str, system: SystemPart, feeds: FeedsPart, videos: VideosPart) -> None:
    """Send a camera's video and scenes until the viewer goes; a slow one loses pictures up to the next keyframe."""
    watched, feed = system.cameras.find(camera), feeds.find(camera)
    await socket.accept()
    if watched is None or feed is None:
        await socket.close(_UNKNOWN_CAMERA, f"There is no camera '{camera}'.")
        return
    # Whatever ends first ends both: the viewer, the video or the program.
    with watched.pipeline.metrics.watched("h264"):
        works = {
            asyncio.ensure_future(work) for work in (_send(socket, videos.of(watched.pipeline, feed)), _listen(socket))
        }
        try:
            await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for work in works:
                work.cancel()
            await asyncio.wait(works)


async def _send(socket: WebSocket, video: LiveVideo) -> None:
    """Send one message after the other; this waits while the viewer's connection is full."""
    messages = video.watch()
    with suppress(WebSocketDisconnect, RuntimeError):
        async with aclosing(messages):
            async for message in messages:
                for part in message.parts:
                    await (socket.send_text(part) if isinstance(part, str) else socket.send_bytes(part))


async def _listen(socket: WebSocket) -> None:
    # Nothing is expected; reading tells when the viewer is gone.
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
