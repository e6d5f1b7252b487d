"""What happens, as it happens: by Server-Sent Events, WebSocket or plain pages, each from any place on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Header, Query, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import TypeAdapter

from rollcall.web.live.event_ring import EventRing, Place
from rollcall.web.live.following import follow
from rollcall.web.parts import EventsPart, for_viewers
from rollcall.web.views.events import EventView
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/events", tags=["events"], dependencies=[for_viewers])

_AT_ONCE = 100
"""Events taken from the ring in one go."""
_IDLE_SECONDS = 15.0
"""Proxies end connections on which nothing is said for 30 to 60 seconds."""

Since = Annotated[
    str | None,
    Query(max_length=40, description="Id of the last event that is known; without it only what happens from now on."),
]


class EventPageView(View):
    """Events since a place."""

    items: list[EventView]
    next: str
    """Ask for what comes after this next time."""
    missed: int | None
    """How many events between the given place and the first of these are lost; null where the program was started
    anew since, so that nobody knows."""


@dataclass(frozen=True, slots=True)
class _Message:
    """What is said on a stream."""

    event: str
    """``hello``, ``gap``, or the event's kind."""
    id: str
    data: Any


@router.get("")
async def list_events(events: EventsPart, after: Since = None) -> EventPageView:
    """List the newest events since a place; without one, all that are kept."""
    place = Place.parse(after) if after is not None else Place(events.epoch, 0)
    found, next_place, gap = events.after(place or Place("", 0), _AT_ONCE)
    missed = gap.missed if gap is not None and after is not None else 0
    return EventPageView(items=list(found), next=str(next_place), missed=missed)


@router.get("/stream", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
async def stream_events(
    events: EventsPart,
    after: Since = None,
    last_event_id: Annotated[str | None, Header(max_length=40)] = None,
) -> StreamingResponse:
    """Tell of events as Server-Sent Events, from a place on.

    The first message, `hello`, tells the place; `gap` tells how many events were lost before the next one.
    """
    start = _start(events, last_event_id or after)
    return StreamingResponse(_sse(events, start), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.websocket("/ws")
async def socket_events(socket: WebSocket, events: EventsPart, after: Since = None) -> None:
    """Tell the same by WebSocket: each message is JSON with `event`, `id` and `data`."""
    await socket.accept()
    async with anyio.create_task_group() as tasks:

        async def tell() -> None:
            # The client may be gone before that is heard of.
            with suppress(WebSocketDisconnect, RuntimeError):
                async for message in _messages(events, _start(events, after)):
                    if message is not None:
                        await socket.send_text(_MESSAGE.dump_json(message).decode())
            tasks.cancel_scope.cancel()

        async def listen() -> None:
            # Nothing is expected; reading tells when the client is gone.
            while (await socket.receive())["type"] != "websocket.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(tell)
        tasks.start_soon(listen)


_MESSAGE = TypeAdapter(_Message)
_DATA: TypeAdapter[Any] = TypeAdapter(Any)


def _start(events: EventRing, after: str | None) -> Place:
    """Return the place to begin at: after what is known, or now. A text that is no place is one of long ago."""
    return events.now if after is None else Place.parse(after) or Place("", 0)


async def _messages(events: EventRing, place: Place) -> AsyncIterator[_Message | None]:
    """Yield what is to be said after ``place``, without an end; None where nothing was for a while.

    Only the place is kept for whoever listens: somebody slow finds a gap, and takes no memory.
    """
    yield _Message("hello", str(place), {"now": str(events.now)})
    changes = follow(events.changes, idle_seconds=_IDLE_SECONDS)
    async with aclosing(changes):
        while True:
            found, place, gap = events.after(place, _AT_ONCE)
            if gap is not None:
                before = Place(events.epoch, place.number - len(found))
                yield _Message("gap", str(before), {"missed": gap.missed})
            for event in found:
                yield _Message(event.kind, event.id, event)
            while not found:
                try:
                    count = await anext(changes)
                except StopAsyncIteration:
                    return
                if count is not None:
                    break
                yield None


async def _sse(events: EventRing, start: Place) -> AsyncIterator[bytes]:
    async for message in _messages(events, start):
        if message is None:
            yield KEEPALIVE_COMMENT
        else:
            data = _DATA.dump_json(message.data).decode()
            yield format_sse_event(data_str=data, event=message.event, id=message.id)
