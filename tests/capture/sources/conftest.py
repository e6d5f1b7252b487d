"""A camera that answers as it is told to, and plays real video."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest

from rollcall.capture.gstreamer import Gst

H264 = (
    "videotestsrc num-buffers=25 ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! "
    "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! rtph264pay pt=96 config-interval=-1"
)
LARGE_JPEG = (
    "videotestsrc num-buffers=3 ! video/x-raw,format=I420,width=2560,height=1440,framerate=25/1 ! jpegenc ! "
    "rtpjpegpay pt=26"
)
_SDP = (
    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=Media\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\n"
    "a=rtpmap:96 H264/90000\r\na=control:trackID=v\r\n"
)
_AS_IT_IS = "surrogateescape"
"""Not all that cameras say is UTF-8."""
_ANSWERS: dict[str, str | Callable[[str], str]] = {
    "OPTIONS": "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n",
    "DESCRIBE": "Content-Type: application/sdp\r\n",
    "SETUP": "Session: 12345;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n",
}


def packets_of(launch):
    """Return the RTP packets that a line of gst-launch makes."""
    pipeline = Gst.parse_launch(f"{launch} ! appsink name=sink sync=false")
    pipeline.set_state(Gst.State.PLAYING)
    sink, packets = pipeline.get_by_name("sink"), []
    while (sample := sink.emit("pull-sample")) is not None:
        packets.append(sample.get_buffer().extract_dup(0, sample.get_buffer().get_size()))
    pipeline.set_state(Gst.State.NULL)
    return packets


def _hang_up(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


class OddCamera:
    """Answers each request with ``answers[METHOD]``: the headers, or all of it where it begins with RTSP.

    What is a function is called with the request. Video is played without a pause, again and again: of each packet is
    sent what ``send`` makes of it.
    """

    def __init__(
        self,
        packets: list[bytes],
        sdp: str = _SDP,
        channel: int = 0,
        send: Callable[[int, bytes], Iterable[bytes]] = lambda _turn, packet: (packet,),
        **answers: str | Callable[[str], str],
    ) -> None:
        self.heard: list[str] = []
        self.turn = 0
        self._packets, self._sdp, self._channel, self._send = packets, sdp, channel, send
        self._answers = _ANSWERS | answers
        self._server = socket.create_server(("127.0.0.1", 0))
        self._clients: list[socket.socket] = []
        self._closed = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def url(self, credentials: str = "", path: str = "/profile2/media.smp") -> str:
        return f"rtsp://{credentials}127.0.0.1:{self._server.getsockname()[1]}{path}"

    def asked(self, method: str) -> list[str]:
        """Return the requests of one kind."""
        return [request for request in self.heard if request.startswith(f"{method} ")]

    def close(self) -> None:
        self._closed.set()
        _hang_up(self._server, *self._clients)

    def say(self, noise: bytes) -> None:
        """Send what nobody asked for."""
        for client in self._clients:
            client.sendall(noise)

    def hang_up(self) -> None:
        """End the connections there are."""
        _hang_up(*self._clients)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client = self._server.accept()[0]
                self._clients.append(client)
                threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with suppress(OSError), client, client.makefile("rb") as stream:
            while first := stream.read(1):
                if first == b"$":
                    stream.read(struct.unpack(">xH", stream.read(3))[0])
                    continue
                request = first.decode(errors=_AS_IT_IS)
                while not request.endswith("\r\n\r\n"):
                    request += stream.readline().decode(errors=_AS_IT_IS)
                self.heard.append(request)
                answer = self._answer(request)
                client.sendall(answer.encode(errors=_AS_IT_IS))
                if request.startswith("PLAY ") and answer.startswith("RTSP/1.0 200"):
                    threading.Thread(target=self._play, args=(client,), daemon=True).start()

    def _answer(self, request: str) -> str:
        method = request.partition(" ")[0]
        answer = self._answers.get(method, "Session: 12345\r\n")
        head = answer(request) if callable(answer) else answer
        if not head.startswith("RTSP"):
            head = f"RTSP/1.0 200 OK\r\n{head}"
        number = next(line for line in request.splitlines() if line.startswith("CSeq"))
        body = self._sdp if method == "DESCRIBE" and " 200 " in head else ""
        return f"{head}{number}\r\nContent-Length: {len(body)}\r\n\r\n{body}"

    def _play(self, client: socket.socket) -> None:
        step = struct.unpack_from(">H", self._packets[-1], 2)[0] - struct.unpack_from(">H", self._packets[0], 2)[0] + 1
        with suppress(OSError):
            for turn in range(1000):
                self.turn = turn
                for packet in self._packets:
                    kind, number, time = struct.unpack_from(">xBHI", packet)
                    head = struct.pack(
                        ">BBHI", 0x80, kind, (number + turn * step) % 2**16, (time + turn * 90000) % 2**32
                    )
                    for sent in self._send(turn, head + packet[8:]):
                        client.sendall(struct.pack(">BBH", 0x24, self._channel, len(sent)) + sent)
                if self._closed.wait(0.2):
                    return


@pytest.fixture(scope="session")
def video():
    """A second of H.264, as RTP packets."""
    return packets_of(H264)


@pytest.fixture
def encoded():
    """Return what gives a second of a test picture as RTP packets, by its pixels, encoder and payloader."""
    picture = "videotestsrc num-buffers=25 ! video/x-raw,framerate=25/1,format={} ! {}"
    return lambda pixels, encoder: packets_of(picture.format(pixels, encoder))


@pytest.fixture
def odd_camera(video):
    """Return what starts a camera; it is stopped after the test."""
    cameras = []

    def start(packets=video, **oddities):
        cameras.append(OddCamera(packets, **oddities))
        return cameras[-1]

    yield start
    for camera in cameras:
        camera.close()


@pytest.fixture
def large_jpeg():
    """Three pictures of 2560x1440, as RTP packets, which do not say how large they are."""
    return packets_of(LARGE_JPEG)
