"""A camera that sends us on to another address, which asks for the password, to be sent as it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from rollcall.capture import StreamState

_ELSEWHERE = {
    "rtsp": "RTSP/1.0 302 Moved\r\nCSeq: {number}\r\nLocation: rtsp://127.0.0.1:{port}/x\r\n\r\n",
    "http": "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/x\r\nContent-Length: 0\r\n\r\n",
}
_PASSWORD = {
    "rtsp": 'RTSP/1.0 401 Unauthorized\r\nCSeq: {number}\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n',
    "http": 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n',
}
_FINE = "RTSP/1.0 200 OK\r\nCSeq: {number}\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n"


@contextmanager
def answering(answer: Callable[[str], str], heard: list[str]) -> Iterator[int]:
    """Answer each request on loopback, note it in ``heard``, and give the port."""

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError), connection.makefile("rb") as lines:
            request = ""
            for line in lines:
                request += line.decode()
                if request.endswith("\r\n\r\n"):
                    heard.append(request)
                    connection.sendall(_answer(answer, request).encode())
                    request = ""

    def listen() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _answer(answer: Callable[[str], str], request: str) -> str:
    number = next((line[5:].strip() for line in request.splitlines() if line.startswith("CSeq")), "0")
    return (_FINE if request.startswith("OPTIONS") else answer(request)).replace("{number}", number)


@contextmanager
def sending_on(scheme: str) -> Iterator[tuple[int, list[str]]]:
    """Give the port of a camera that sends everybody on to another address, and what was asked there."""
    elsewhere: list[str] = []
    with (
        answering(lambda _: _PASSWORD[scheme], elsewhere) as port,
        answering(lambda _: _ELSEWHERE[scheme].replace("{port}", str(port)), []) as camera,
    ):
        yield camera, elsewhere


@pytest.mark.parametrize("scheme", ["rtsp", "http"])
def test_a_password_goes_to_no_other_address(connect, wait_for_state, scheme):
    with sending_on(scheme) as (camera, elsewhere):
        status = wait_for_state(connect(f"{scheme}://user:s3cret@127.0.0.1:{camera}/x"), StreamState.FAILED)
    assert "sends us on to another address" in status.reason
    assert "Authorization" not in "".join(elsewhere)


@pytest.mark.parametrize("scheme", ["rtsp", "http"])
def test_without_a_password_a_camera_may_send_us_on(connect, wait_for_state, scheme):
    with sending_on(scheme) as (camera, elsewhere):
        status = wait_for_state(connect(f"{scheme}://127.0.0.1:{camera}/x"), StreamState.FAILED)
    assert "401" in status.reason
    assert elsewhere
