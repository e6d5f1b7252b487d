"""Live video untouched: the camera's own H.264 in fragments of MP4, and who is where, on one WebSocket.

Binary messages are MP4. Text messages are JSON with a ``kind``: ``format`` (what the MP4 after it is), ``scene``
(everybody in one frame), ``unsupported`` (this video cannot be sent so; take the MJPEG).
"""

from __future__ import annotations

from contextlib import aclosing

from fastapi import APIRouter, WebSocket

from rollcall.web.live.video import LiveVideo
from rollcall.web.live.viewing import UNKNOWN_CAMERA, while_viewed
from rollcall.web.parts import FeedsPart, SystemPart, VideosPart, for_viewers

__all__ = ["router"]

router = APIRouter(tags=["live"], dependencies=[for_viewers])


@router.websocket("/cameras/{camera}/live")
async def live(socket: WebSocket, camera: str, system: SystemPart, feeds: FeedsPart, videos: VideosPart) -> None:
    """Send a camera's video and scenes until the viewer goes; a slow one loses pictures up to the next keyframe."""
    watched, feed = system.cameras.find(camera), feeds.find(camera)
    await socket.accept()
    if watched is None or feed is None:
        await socket.close(UNKNOWN_CAMERA, f"There is no camera '{camera}'.")
        return
    with watched.pipeline.metrics.watched("h264"):
        await while_viewed(socket, _send(socket, videos.of(watched.pipeline, feed)))


async def _send(socket: WebSocket, video: LiveVideo) -> None:
    """Send one message after the other; this waits while the viewer's connection is full."""
    async with aclosing(video.watch()) as messages:
        async for message in messages:
            for part in message.parts:
                await (socket.send_text(part) if isinstance(part, str) else socket.send_bytes(part))
