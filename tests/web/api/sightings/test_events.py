"""Events by stream, socket and page: what happens now, what was missed, and that something is lost."""

from __future__ import annotations

import json
import logging
from itertools import islice
from socket import SHUT_RDWR

import pytest
from websockets.sync.client import connect

from rollcall.model import Sighting
from rollcall.service import Event, EventKind
from rollcall.web.access import Role


@pytest.fixture
def client(served):
    with served.client(Role.VIEWER) as client:
        yield client


def happen(served, track, kind=EventKind.APPEARED):
    served.system.events.tell(Event(kind, Sighting("door", track, 10.0, 20.0, person="p1", name="Ada", score=0.6)))


def messages(lines):
    """Yield the messages of a stream of Server-Sent Events."""
    message = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name in {"event", "id", "data"}:
            message[name] = json.loads(value) if name == "data" else value
        elif message:
            yield message
            message = {}


def stream(client, **options):
    return client.stream("GET", "/api/v1/events/stream", timeout=30, **options)


def test_stream_tells_what_happens_from_now_on(served, client):
    happen(served, 1)
    with stream(client) as answer:
        told = messages(answer.iter_lines())
        hello = next(told)
        happen(served, 2, EventKind.NAMED)
        named = next(told)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert hello["event"] == "hello"
    assert (named["event"], named["data"]["track"], named["data"]["name"]) == ("named", 2, "Ada")


def test_stream_goes_on_where_it_broke_off(served, client):
    with stream(client) as answer:
        told = messages(answer.iter_lines())
        next(told)
        happen(served, 1)
        last = next(told)["id"]
    happen(served, 2)
    happen(served, 3)
    with stream(client, headers={"Last-Event-ID": last}) as answer:
        told = list(islice(messages(answer.iter_lines()), 3))
    assert [message["event"] for message in told] == ["hello", "appeared", "appeared"]
    assert [message["data"]["track"] for message in told[1:]] == [2, 3]


@pytest.mark.parametrize("place", ["00000000-5", "rubbish"])
def test_client_of_an_earlier_run_learns_that_something_is_lost(served, client, place):
    happen(served, 1)
    with stream(client, params={"after": place}) as answer:
        told = list(islice(messages(answer.iter_lines()), 3))
    assert [message["event"] for message in told] == ["hello", "gap", "appeared"]
    assert told[1]["data"] == {"missed": None}


def test_client_that_was_away_too_long_learns_how_many_are_lost(served, client):
    place = str(served.parts.events.now)
    for track in range(1005):
        happen(served, track)
    with stream(client, params={"after": place}) as answer:
        told = list(islice(messages(answer.iter_lines()), 3))
    assert told[1]["data"] == {"missed": 5}
    assert told[2]["data"]["track"] == 5


def test_socket_tells_the_same(served):
    headers = {"X-API-Key": served.key(Role.VIEWER)}
    happen(served, 1)
    address = f"{served.socket_url}/api/v1/events/ws"
    with connect(f"{address}?after=00000000-0", additional_headers=headers) as socket:
        told = [json.loads(socket.recv(timeout=30)) for _ in range(3)]
        happen(served, 2)
        told.append(json.loads(socket.recv(timeout=30)))
    assert [message["event"] for message in told] == ["hello", "gap", "appeared", "appeared"]
    assert [message["data"]["track"] for message in told[2:]] == [1, 2]


@pytest.mark.parametrize("politely", [True, False], ids=["politely", "cut"])
def test_socket_that_its_client_leaves_is_nothing_for_the_log(served, caplog, politely):
    headers = {"X-API-Key": served.key(Role.VIEWER)}
    with connect(f"{served.socket_url}/api/v1/events/ws", additional_headers=headers) as socket:
        socket.recv(timeout=30)
        if not politely:
            socket.socket.shutdown(SHUT_RDWR)
    happen(served, 1)
    served.stop()
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_page_tells_what_is_kept_and_where_to_go_on(served, client):
    happen(served, 1)
    page = client.get("/api/v1/events").json()
    assert ([event["track"] for event in page["items"]], page["missed"]) == ([1], 0)
    happen(served, 2)
    page = client.get("/api/v1/events", params={"after": page["next"]}).json()
    assert [event["track"] for event in page["items"]] == [2]
    assert client.get("/api/v1/events", params={"after": "00000000-1"}).json()["missed"] is None
