"""Live video as pictures: MJPEG, which any browser, phone or recorder can show, or each in a WebSocket's message."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Response, WebSocket
from fastapi.responses import StreamingResponse

from rollcall.view import Feed, Feeds
from rollcall.web.kept_pictures import PICTURE
from rollcall.web.live.following import follow
from rollcall.web.live.viewing import UNKNOWN_CAMERA, while_viewed
from rollcall.web.parts import FeedsPart, for_viewers

__all__ = ["router"]

router = APIRouter(tags=["live"], dependencies=[for_viewers])

_BOUNDARY = "frame"
_MJPEG = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
_AS_MJPEG: dict[int | str, Any] = {200: {"content": {"multipart/x-mixed-replace": {}}}}


@router.get("/video_feed", response_class=StreamingResponse, responses=_AS_MJPEG)
async def first_camera(feeds: FeedsPart) -> StreamingResponse:
    """Show the first camera as an endless MJPEG picture."""
    first = feeds.first
    if first is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no camera.")
    return _mjpeg(first)


@router.get("/cameras/{camera}/video_feed", response_class=StreamingResponse, responses=_AS_MJPEG)
async def one_camera(camera: str, feeds: FeedsPart) -> StreamingResponse:
    """Show one camera as an endless MJPEG picture, with boxes and names drawn in, at the camera's own rate."""
    return _mjpeg(_find(feeds, camera))


@router.get("/cameras/{camera}/snapshot.jpg", response_class=Response, responses=PICTURE)
def snapshot(camera: str, feeds: FeedsPart) -> Response:
    """Return the newest picture of one camera as a JPEG."""
    picture = _find(feeds, camera).snapshot()
    if picture is None:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, f"Camera '{camera}' has not sent a picture yet.")
    return Response(picture, media_type="image/jpeg")


@router.websocket("/cameras/{camera}/pictures")
async def socket_pictures(socket: WebSocket, camera: str, feeds: FeedsPart) -> None:
    """Send the pictures of the MJPEG, each as one binary message.

    A browser keeps six connections to a server and each MJPEG holds one, so that six cameras would leave a page nothing
    to ask by; WebSockets do not count among them.
    """
    feed = feeds.find(camera)
    await socket.accept()
    if feed is None:
        await socket.close(UNKNOWN_CAMERA, f"There is no camera '{camera}'.")
        return
    await while_viewed(socket, _send(socket, feed))


def _find(feeds: Feeds, camera: str) -> Feed:
    feed = feeds.find(camera)
    if feed is None:
        names = ", ".join(feeds.names) or "none"
        raise HTTPException(HTTPStatus.NOT_FOUND, f"There is no camera '{camera}'; there are: {names}.")
    return feed


def _mjpeg(feed: Feed) -> StreamingResponse:
    return StreamingResponse(_parts(feed), media_type=_MJPEG, headers={"X-Accel-Buffering": "no"})


async def _parts(feed: Feed) -> AsyncIterator[bytes]:
    async with aclosing(_pictures(feed)) as pictures:
        async for picture in pictures:
            yield _part(picture)


async def _send(socket: WebSocket, feed: Feed) -> None:
    async with aclosing(_pictures(feed)) as pictures:
        async for picture in pictures:
            await socket.send_bytes(picture)


async def _pictures(feed: Feed) -> AsyncGenerator[bytes]:
    """Give a viewer the newest picture whenever it has taken the last one: a slow viewer loses pictures."""
    with feed:
        pictures = follow(feed.pictures, seen=feed.pictures.count)
        async with aclosing(pictures):
            async for picture in pictures:
                if picture is not None:
                    yield picture


def _part(picture: bytes) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
    return head.encode() + picture + b"\r\n"
