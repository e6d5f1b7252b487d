"""Live video untouched: the camera's own H.264 in fragments of MP4, and who is where, on one WebSocket.

Binary messages are MP4. Text messages are JSON with a ``kind``: ``format`` (what the MP4 after it is), ``scene``
(everybody in one frame), ``unsupported`` (this video cannot be sent so; take the MJPEG).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any

import anyio
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from rollcall.service import Pipeline, SeenPerson
from rollcall.service.scene import Scene
from rollcall.view import Feed
from rollcall.view.fragments import Fragmenter, VideoFormat
from rollcall.web.api.views import box_view
from rollcall.web.following import follow
from rollcall.web.parts import FeedsPart, SystemPart, for_viewers

__all__ = ["router"]

router = APIRouter(tags=["live"], dependencies=[for_viewers])

_READ_SECONDS = 0.5
"""How long one look for a packet takes at most: the delay of noticing that the viewer is gone."""
_UNKNOWN_CAMERA = 4404
"""Codes from 4000 on are an application's own (RFC 6455)."""
_PLAYABLE = "H264"

Send = Callable[[VideoFormat | bytes | dict[str, Any]], Awaitable[None]]


@router.websocket("/cameras/{camera}/live")
async def live(socket: WebSocket, camera: str, system: SystemPart, feeds: FeedsPart) -> None:
    """Send a camera's video and scenes until the viewer goes; a slow one loses pictures up to the next keyframe."""
    watched, feed = system.cameras.find(camera), feeds.find(camera)
    await socket.accept()
    if watched is None or feed is None:
        await socket.close(_UNKNOWN_CAMERA, f"There is no camera '{camera}'.")
        return
    pipeline, send = watched.pipeline, _sender(socket)
    with suppress(WebSocketDisconnect, RuntimeError):
        async with anyio.create_task_group() as tasks:

            async def until_done(work: Awaitable[None]) -> None:
                # Whatever ends first ends all: the viewer, the video or the program.
                with suppress(WebSocketDisconnect, RuntimeError):
                    await work
                tasks.cancel_scope.cancel()

            tasks.start_soon(until_done, _send_video(pipeline, feed, send))
            tasks.start_soon(until_done, _send_scenes(pipeline, send))
            tasks.start_soon(until_done, _listen(socket))


def _sender(socket: WebSocket) -> Send:
    """Return what sends one message after the other; it waits while the viewer's connection is full."""
    turn = anyio.Lock()

    async def send(message: VideoFormat | bytes | dict[str, Any]) -> None:
        async with turn:
            if isinstance(message, VideoFormat):
                await socket.send_json({"kind": "format", "mime": message.mime})
                await socket.send_bytes(message.initialisation)
            elif isinstance(message, bytes):
                await socket.send_bytes(message)
            else:
                await socket.send_json(message)

    return send


async def _send_video(pipeline: Pipeline, feed: Feed, send: Send) -> None:
    # A thread of its own for each viewer, so that many of them do not wait for places in the pool of all requests.
    place, fragmenter, form = CapacityLimiter(1), None, None
    with pipeline.packets() as packets, pipeline.metrics.watched("h264"):
        while not feed.pictures.closed and not packets.closed:
            if pipeline.status.codec not in {"", _PLAYABLE}:
                await send({"kind": "unsupported", "codec": pipeline.status.codec})
                return
            packet = await to_thread.run_sync(packets.read, _READ_SECONDS, limiter=place)
            if packet is None:
                continue
            if fragmenter is None or packet.format != form:
                fragmenter, form = Fragmenter(packet.format.width, packet.format.height), packet.format
            for made in fragmenter.add(packet):
                await send(made)


async def _send_scenes(pipeline: Pipeline, send: Send) -> None:
    scenes = follow(pipeline.scenes)
    async with aclosing(scenes):
        async for scene in scenes:
            if scene is not None:
                await send(_scene_message(scene))


async def _listen(socket: WebSocket) -> None:
    # Nothing is expected; reading tells when the viewer is gone.
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _scene_message(scene: Scene) -> dict[str, Any]:
    width, height = scene.size
    people = [_person_message(seen) for seen in scene.people]
    return {"kind": "scene", "pts": scene.pts, "width": width, "height": height, "people": people}


def _person_message(seen: SeenPerson) -> dict[str, Any]:
    track, decision = seen.track, seen.decision
    return {
        "track": track.number,
        "state": decision.state,
        "name": decision.name,
        "score": None if decision.score is None else round(float(decision.score), 2),
        "box": box_view(track.face.box),
        "velocity": box_view(track.velocity),
    }
