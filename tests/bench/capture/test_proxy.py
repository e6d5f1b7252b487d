"""The network that fails, against a plain echo of bytes."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from rollcall.bench.capture.proxy import FaultProxy


@pytest.fixture
def echo():
    """A server that sends back what it gets."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(client):
        with client:
            try:
                while data := client.recv(65536):
                    client.sendall(data)
            except OSError:
                pass

    def accept():
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(client,), daemon=True).start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    yield listener.getsockname()[1]
    # Not closed under its feet: a wait that goes on after a pause would go on at whatever has the socket's number.
    listener.shutdown(socket.SHUT_RDWR)
    accepting.join()
    listener.close()


@pytest.fixture
def proxy(echo):
    with FaultProxy(echo) as proxy:
        yield proxy


def connect(proxy):
    client = socket.create_connection(("127.0.0.1", proxy.port), 10)
    client.settimeout(10)
    return client


def ask(client, data):
    client.sendall(data)
    answer = b""
    while len(answer) < len(data):
        answer += client.recv(65536)
    return answer


def ended(client):
    """Return whether the other side has hung up, politely or not."""
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


def test_in_good_weather_all_bytes_pass(proxy):
    data = bytes(range(256)) * 400
    with connect(proxy) as client:
        assert ask(client, data) == data


def test_a_cut_breaks_what_stands_and_lets_new_ones_in(proxy):
    with connect(proxy) as client:
        ask(client, b"x")
        proxy.cut()
        assert ended(client)
    with connect(proxy) as client:
        assert ask(client, b"again") == b"again"


def test_a_stall_passes_nothing_on_and_breaks_nothing(proxy):
    with connect(proxy) as client:
        ask(client, b"x")
        proxy.stall()
        client.sendall(b"late")
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            client.recv(4)
        proxy.heal()
        client.settimeout(10)
        assert client.recv(4) == b"late"


def test_a_closed_port_refuses_until_it_heals(proxy):
    proxy.refuse()
    with pytest.raises(OSError, match="refused"):
        connect(proxy).close()
    proxy.heal()
    with connect(proxy) as client:
        assert ask(client, b"open") == b"open"


def test_corruption_changes_about_as_many_bytes_as_asked(proxy):
    data = bytes(100_000)
    proxy.corrupt(0.01)
    with connect(proxy) as client:
        changed = sum(byte != 0 for byte in ask(client, data))
    assert 700 < changed < 1300


def test_a_throttle_lets_no_more_through(proxy):
    proxy.throttle(100_000)
    with connect(proxy) as client:
        began = time.monotonic()
        ask(client, bytes(30_000))
        assert time.monotonic() - began > 0.25


def test_an_answer_is_rewritten(proxy):
    proxy.rewrite(b"sprop", b"xxxxx")
    with connect(proxy) as client:
        assert ask(client, b"a sprop b") == b"a xxxxx b"
