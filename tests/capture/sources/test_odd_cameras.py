"""What real cameras do otherwise than RTSP has it: they work, or one line names the trouble."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rollcall.capture import StreamState
from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.sources import keep_alive

_TRANSPORT = "Session: 1\r\nTransport: RTP/AVP/TCP;{}\r\n"
_SDP = "Content-Type: application/sdp\r\nContent-Base: {}\r\n"
_MORE_STREAMS = (
    "v=0\r\ns=x\r\nt=0 0\r\na=control:rtsp://10.0.0.9/profile2/media.smp\r\n"
    "m=audio 0 RTP/AVP 0\r\na=control:trackID=a\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 h264/90000\r\n"
    "a=control:rtsp://10.0.0.9/profile2/media.smp/trackID=v\r\na=framesize:96 320-240\r\n"
    "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:trackID=m\r\n"
)

_VIDEO = "v=0\r\ns=x\r\nt=0 0\r\nm=video 0 {}\r\na=rtpmap:{} H264/90000\r\na=control:trackID=v\r\n"


@pytest.mark.parametrize(
    "oddities",
    [
        {"DESCRIBE": _SDP.format("rtsp://192.168.77.7:554/profile2/media.smp/")},
        {"DESCRIBE": _SDP.format("192.168.1.10:554/stream0/")},
        {"DESCRIBE": _SDP.format("")},
        {"sdp": _MORE_STREAMS},
        {"sdp": _VIDEO.format("RTP/AVP 96", 96) + _VIDEO.format("RTP/AVP 97", 97).partition("t=0 0\r\n")[2]},
        {"sdp": _VIDEO.format("RTP/AVP/TCP 96", 96)},
        {"sdp": _VIDEO.format("RTP/AVP 97", 96)},
        {"SETUP": _TRANSPORT.format("unicast;interleaved=8-9;ssrc=DEADBEEF"), "channel": 8},
        {"SETUP": _TRANSPORT.format("ssrc=22345684;interleaved=0-1")},
        {"SETUP": _TRANSPORT.format("unicast")},
        {"SETUP": _TRANSPORT.format(" unicast; interleaved=0-1")},
        {"SETUP": "Session: 1\r\nTransport: RTP/AVP;unicast;interleaved=0-1\r\n"},
        {"SETUP": "Session: 1\r\n"},
        {"PLAY": "Session: 1\r\nRTP-Info: url=x;seq=12345;rtptime=99\r\nRange: npt=now-\r\n"},
        {"OPTIONS": "RTSP/1.0 405 Method Not Allowed\r\n"},
        {"OPTIONS": "RTSP/1.0 200 OK  \r\nPublic:OPTIONS,DESCRIBE,SETUP,PLAY\r\n"},
    ],
    ids=[
        *("address within its network", "base without a scheme", "empty base", "sound and metadata", "two videos"),
        *("transport among the formats", "another format explained than listed"),
        *("other channels", "ssrc first", "no channels", "blanks between them", "channels of no TCP", "no transport"),
        *("wrong RTP-Info", "no OPTIONS", "blanks"),
    ],
)
def test_an_odd_camera_shows_pictures(odd_camera, connect, frames_of, oddities):
    assert frames_of(connect(odd_camera(**oddities).url()), 2)


def test_a_path_may_hold_what_ends_a_password(odd_camera, connect, frames_of):
    camera = odd_camera()
    assert frames_of(connect(camera.url(path="/door@main")), 1)
    assert camera.asked("DESCRIBE")[0].startswith(f"DESCRIBE {camera.url(path='/door@main')} ")


@pytest.mark.parametrize(
    ("oddities", "words"),
    [
        ({"SETUP": "RTSP/1.0 503 Service Unavailable\r\n"}, "serves nobody further"),
        ({"PLAY": "RTSP/1.0 453 Not Enough Bandwidth\r\n"}, "no room for a further viewer"),
        ({"SETUP": "Session: 1\r\nTransport: RTP/AVP;unicast;server_port=5000-5001\r\n"}, "names no transport"),
        ({"DESCRIBE": "Content-Type: text/plain\r\n"}, "describes no video"),
    ],
)
def test_a_refusal_is_named(odd_camera, connect, wait_for_state, oddities, words):
    assert words in wait_for_state(connect(odd_camera(**oddities).url()), StreamState.RETRYING).reason


def test_packets_that_are_mixed_up_are_named(odd_camera, connect, frames_of, wait_for_state):
    camera = odd_camera()
    stream = connect(camera.url(), RetryPolicy(first=1000.0))
    assert frames_of(stream, 1)
    camera.say(b"nonsense\r\n")
    assert "mixes up its packets" in wait_for_state(stream, StreamState.RETRYING).reason


def test_a_description_that_is_no_text_makes_no_noise(odd_camera, connect, frames_of, capfd):
    sdp = _VIDEO.format("RTP/AVP 96", 96).replace("s=x", "s=\udcb4\udcf3") + "a=framesize:96 \udcff\r\n"
    assert frames_of(connect(odd_camera(sdp=sdp).url()), 1)
    assert capfd.readouterr().err == ""


def test_a_port_of_web_pages_is_named(connect, wait_for_state):
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.RequestHandlerClass.log_message = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        status = wait_for_state(connect(f"rtsp://127.0.0.1:{server.server_port}/x"), StreamState.FAILED)
        server.shutdown()
    assert "Check the port" in status.reason


@pytest.mark.parametrize("url", ["rtsp://127.0.0.1:99999/x", "rtsp://127.0.0.1:554a/x", "rtsp://[::1/x"])
def test_what_is_no_url_is_named(connect, wait_for_state, url):
    assert "no URL of a camera" in wait_for_state(connect(url), StreamState.FAILED).reason


def test_a_session_is_kept_alive_whatever_is_answered(odd_camera, connect, frames_of, monkeypatch):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_SECONDS", 0.05)
    camera = odd_camera(GET_PARAMETER="RTSP/1.0 451 Parameter Not Understood\r\n")
    stream = connect(camera.url())
    while len(camera.asked("GET_PARAMETER")) < 3:
        frames_of(stream, 1)
    assert "Session: 12345" in camera.asked("GET_PARAMETER")[0]
    assert stream.status.attempts == 1


def test_a_camera_that_answers_no_sign_of_life_is_closed_all_the_same(
    odd_camera, connect, frames_of, monkeypatch, caplog
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_SECONDS", 0.05)
    unanswered = threading.Event()
    camera = odd_camera(GET_PARAMETER=lambda _request: str(unanswered.wait(20)))
    stream = connect(camera.url())
    while not camera.asked("GET_PARAMETER"):
        frames_of(stream, 1)
    stream.stop()
    unanswered.set()
    assert len(camera.asked("GET_PARAMETER")) == 1
    assert "left behind" not in caplog.text


@pytest.mark.parametrize("size", ["a=framesize:26 2560-1440\r\n", "a=x-dimensions:2560,1440\r\n"])
def test_large_jpeg_has_the_size_that_is_described(odd_camera, connect, frames_of, large_jpeg, size):
    sdp = f"v=0\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 26\r\n{size}a=control:v\r\n"
    stream = connect(odd_camera(large_jpeg, sdp=sdp).url())
    assert frames_of(stream, 1)[0].image.shape == (1440, 2560, 3)
    assert stream.status.codec == "JPEG"


def test_a_path_that_had_video_is_asked_again_soon(odd_camera, connect, frames_of):
    answers = iter([_SDP.format(""), *["RTSP/1.0 404 Not Found\r\n"] * 3])
    camera = odd_camera(DESCRIBE=lambda _request: next(answers, _SDP.format("")))
    stream = connect(camera.url(), RetryPolicy(first=0.05, longest=0.05, refused=1000.0))
    (frame,) = frames_of(stream, 1)
    camera.hang_up()
    while stream.status.attempts < 5:
        frame = stream.wait(frame.sequence, 20)
        assert frame is not None, stream.status
