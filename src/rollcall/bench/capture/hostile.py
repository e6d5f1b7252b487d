"""Cameras that answer with nonsense."""

from __future__ import annotations

import random
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import TypeAlias

__all__ = ["ABSURD_SDP", "HostileCamera", "endless_description", "fuzzed_camera", "sdp_camera"]

_HOST = "127.0.0.1"
_REQUEST_BYTES = 64 * 1024
_SEQUENCE = re.compile(rb"CSeq:\s*(\d+)", re.IGNORECASE)

Behaviour: TypeAlias = Callable[[bytes, int], Iterator[bytes]]
"""Takes a request and its number; yields what is sent back, for as long as the client stays."""

_SDP = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\n"
    b"c=IN IP4 0.0.0.0\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n"
    b"a=fmtp:96 packetization-mode=1;profile-level-id=42C01E;"
    b"sprop-parameter-sets=Z0LAHtkDxWhAAAADAEAAAAwDxYuS,aMuMsg==\r\n"
)
ABSURD_SDP = (
    b"v=0\r\no=- 0 0 IN IP4 256.999.1.1\r\ns=\r\nt=9999999999999999999 -1\r\nm=video 4294967296 RTP/AVP 300 -7 96\r\n"
    b"a=rtpmap:96 H264/0\r\na=rtpmap:96 " + b"X" * 5000 + b"/1\r\na=framesize:96 999999-999999\r\na=framerate:1e400\r\n"
    b"a=fmtp:96 sprop-parameter-sets=,,,====\r\na=control:rtsp://127.0.0.1:1/\r\nm=video\r\nm=\r\nq\r\n\xff\xfe\r\n"
)


class HostileCamera:
    """Answers each request of an RTSP client as ``behaviour`` has it; a context manager."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._listener = socket.create_server((_HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._clients: set[socket.socket] = set()
        self._ended = threading.Event()
        threading.Thread(target=self._accept, name="hostile-camera", daemon=True).start()

    def close(self) -> None:
        """Hang up."""
        self._ended.set()
        # Closed by the threads that wait at them: a wait that goes on after a pause of the process would go on at
        # whatever has the socket's number by then.
        for each in (self._listener, *self._clients):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> HostileCamera:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        with self._listener, suppress(OSError):
            while not self._ended.is_set():
                client, _ = self._listener.accept()
                self._clients.add(client)
                threading.Thread(target=self._talk, args=(client,), name="hostile-talk", daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        number = 0
        try:
            while request := client.recv(_REQUEST_BYTES):
                for answer in self._behaviour(request, number):
                    client.sendall(answer)
                number += 1
        except OSError:
            pass
        finally:
            self._clients.discard(client)
            client.close()


def endless_description(request: bytes, _number: int) -> Iterator[bytes]:
    """Describe the video without ever coming to an end."""
    if not request.startswith(b"DESCRIBE"):
        yield _answer(request, b"Public: DESCRIBE, SETUP, PLAY")
        return
    yield _answer(request, b"Content-Type: application/sdp\r\nContent-Length: 2000000000")
    yield _SDP
    while True:
        yield b"a=tool:" + b"x" * 1000 + b"\r\n"
        threading.Event().wait(0.01)


def sdp_camera(sdp: bytes, packets: Callable[[], Iterator[bytes]] = lambda: iter(())) -> Behaviour:
    """Return a camera that describes itself by ``sdp`` and, asked to play, sends ``packets`` of RTP."""

    def behave(request: bytes, _number: int) -> Iterator[bytes]:
        if request.startswith(b"OPTIONS"):
            yield _answer(request, b"Public: DESCRIBE, SETUP, PLAY, TEARDOWN")
        elif request.startswith(b"DESCRIBE"):
            length = str(len(sdp)).encode()
            yield _answer(request, b"Content-Type: application/sdp\r\nContent-Length: " + length) + sdp
        elif request.startswith(b"SETUP"):
            yield _answer(request, b"Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1")
        elif request.startswith(b"PLAY"):
            yield _answer(request, b"Session: 1")
            for packet in packets():
                yield b"$" + struct.pack(">BH", 0, len(packet)) + packet
        else:
            yield _answer(request, b"Session: 1")

    return behave


def fuzzed_camera(chance: random.Random) -> Behaviour:
    """Return a camera whose description and packets are chance: now near to real ones, now noise."""
    return sdp_camera(_fuzzed_sdp(chance), lambda: _fuzzed_packets(chance))


def _fuzzed_sdp(chance: random.Random) -> bytes:
    kind = chance.randrange(4)
    if kind == 0:
        return _SDP
    if kind == 1:
        return chance.randbytes(chance.randrange(2000))
    lines = (_SDP if kind == 2 else ABSURD_SDP).split(b"\r\n")
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(lines))
        line = bytearray(lines[place] or b"a=")
        line[chance.randrange(len(line))] = chance.randrange(256)
        lines[place] = bytes(line) if chance.random() < 0.7 else lines[chance.randrange(len(lines))]
    return b"\r\n".join(lines)


def _fuzzed_packets(chance: random.Random) -> Iterator[bytes]:
    sequence, time = chance.randrange(65536), chance.randrange(2**32)
    for _ in range(chance.randrange(5, 300)):
        sequence = (sequence + 1 if chance.random() < 0.95 else chance.randrange(65536)) % 65536
        time = (time + 3600 if chance.random() < 0.95 else chance.randrange(2**32)) % 2**32
        head = struct.pack(">BBHII", 0x80, 96 | chance.choice((0, 128)), sequence, time, 0x12345678)
        payload = _nal(chance) + chance.randbytes(chance.randrange(1400))
        packet = bytearray(head + payload)
        if chance.random() < 0.1:
            packet[chance.randrange(len(packet))] = chance.randrange(256)
        yield bytes(packet[: chance.randrange(1, len(packet) + 1)] if chance.random() < 0.05 else packet)
    raise ConnectionResetError("a camera of chance hangs up when it has said all")


def _nal(chance: random.Random) -> bytes:
    """Return the beginning of a NAL unit: parameter sets, slices, fragments, aggregates, reserved ones."""
    kind = chance.choice((1, 5, 6, 7, 8, 9, 24, 25, 28, 29, 30, 0))
    return bytes((chance.choice((0, 0x60)) | kind, chance.randrange(256)))


def _answer(request: bytes, headers: bytes) -> bytes:
    sequence = _SEQUENCE.search(request)
    return b"RTSP/1.0 200 OK\r\nCSeq: " + (sequence[1] if sequence else b"1") + b"\r\n" + headers + b"\r\n\r\n"
