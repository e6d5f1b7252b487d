"""Live video as MJPEG: any browser, phone or recorder can show it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from rollcall.service.newest import Newest
from rollcall.view import Feed, Feeds

__all__ = ["router"]

_BOUNDARY = "frame"


def router(feeds: Feeds) -> APIRouter:
    """Return the addresses of live pictures."""
    routes = APIRouter(tags=["live"])

    def feed_of(camera: str) -> Feed:
        feed = feeds.find(camera)
        if feed is None:
            raise HTTPException(404, f"There is no camera {camera!r}; there are: {', '.join(feeds.names) or 'none'}.")
        return feed

    @routes.get("/video_feed", response_class=StreamingResponse)
    async def first_camera(request: Request) -> StreamingResponse:
        """Show the first camera as an endless MJPEG picture."""
        if not feeds.names:
            raise HTTPException(404, "There is no camera.")
        return _mjpeg(feed_of(feeds.names[0]), request)

    @routes.get("/cameras/{camera}/video_feed", response_class=StreamingResponse)
    async def one_camera(camera: str, request: Request) -> StreamingResponse:
        """Show one camera as an endless MJPEG picture, with boxes and names drawn in, at the camera's own rate."""
        return _mjpeg(feed_of(camera), request)

    @routes.get("/cameras/{camera}/snapshot.jpg", response_class=Response)
    def snapshot(camera: str) -> Response:
        """Return the newest picture of one camera as a JPEG."""
        picture = feed_of(camera).snapshot()
        if picture is None:
            raise HTTPException(503, f"Camera {camera!r} has not sent a picture yet.")
        return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return routes


def _mjpeg(feed: Feed, request: Request) -> StreamingResponse:
    return StreamingResponse(
        _parts(feed, request),
        media_type=f"multipart/x-mixed-replace; boundary={_BOUNDARY}",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _parts(feed: Feed, request: Request) -> AsyncIterator[bytes]:
    """Give each viewer the newest picture whenever it has taken the last one: a slow viewer loses pictures."""
    with feed:
        async for picture in _newest(feed.pictures):
            if await request.is_disconnected():
                return
            yield (
                f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n".encode()
                + picture
                + b"\r\n"
            )


async def _newest(place: Newest[bytes]) -> AsyncIterator[bytes]:
    """Yield the newest value whenever there is one that was not seen yet, until the place is closed."""
    loop, changed, seen = asyncio.get_running_loop(), asyncio.Event(), 0

    def tell() -> None:
        loop.call_soon_threadsafe(changed.set)

    stop = place.listen(tell)
    try:
        while not place.closed:
            seen, value = place.wait(seen, 0.0)
            if value is not None:
                yield value
                continue
            await changed.wait()
            changed.clear()
    finally:
        stop()
