"""Every kind of source, through the same door."""

from __future__ import annotations

import struct
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from rollcall.capture import Account, CameraStream, RtspServer, StreamState
from rollcall.config import CaptureSettings
from rollcall.errors import SourceUnsupported
from rollcall.redaction import SourceUrl

PATIENCE_SECONDS = 60.0
SIZE = (320, 240)
RED, GREEN, BLUE = (0, 0, 200), (0, 200, 0), (200, 0, 0)


def plain(colour, size=SIZE):
    return np.full((size[1], size[0], 3), colour, np.uint8)


def colour_of(frame):
    return int(np.argmax(frame.image.reshape(-1, 3).mean(axis=0)))


def test_a_scheme_that_is_none_of_ours_is_refused_with_those_that_are():
    with pytest.raises(SourceUnsupported, match="rtsp://"):
        CameraStream("door", SourceUrl("ftp://somewhere/x"), CaptureSettings())


def test_the_test_picture_has_the_size_and_rate_that_are_asked_for(connect, frames_of):
    frames = frames_of(connect("test://?size=320x240&fps=50"), 10)
    assert frames[-1].image.shape == (240, 320, 3)
    periods = np.array([frame.pts for frame in frames]) * 50
    assert np.allclose(periods, np.round(periods), atol=0.05)


@pytest.mark.parametrize("source", ["test://?size=big", "webcam://door", "webcam://0?size=640"])
def test_a_question_that_cannot_be_read_is_told(connect, wait_for_state, source):
    assert wait_for_state(connect(source), StreamState.FAILED).reason


def test_a_webcam_that_is_not_there_is_told(connect, wait_for_state):
    assert "not there" in wait_for_state(connect("webcam://63"), StreamState.FAILED).reason


@pytest.mark.parametrize("transport", ["tcp", "udp", "http", "auto"])
def test_every_transport_brings_pictures(connect, frames_of, transport):
    with RtspServer() as server:
        url = server.publish_frames("/x", lambda _number: plain(GREEN), SIZE)
        assert colour_of(frames_of(connect(url, transport=transport), 3)[-1]) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that nobody vouches for, as cameras have them."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "camera")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "camera.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return file


def test_an_encrypted_camera_is_watched_where_its_certificate_is_accepted(certificate, connect, frames_of):
    with RtspServer(account=Account("user", "pass"), certificate=certificate) as server:
        url = server.publish_frames("/x", lambda _number: plain(BLUE), SIZE)
        assert url.startswith("rtsps://")
        assert colour_of(frames_of(connect(url, tls="accept"), 2)[-1]) == 0


def test_a_certificate_that_nobody_vouches_for_is_not_taken_silently(certificate, connect, wait_for_state):
    with RtspServer(certificate=certificate) as server:
        url = server.publish_frames("/x", lambda _number: plain(BLUE), SIZE)
        status = wait_for_state(connect(url), StreamState.FAILED)
        assert "certificate" in status.reason
        assert status.frames == 0


@pytest.fixture
def film(tmp_path, make_film):
    return make_film(tmp_path / "film.mp4")


def test_a_file_is_played_at_its_own_speed_and_ends(film, connect, frames_of, wait_for_state):
    stream = connect(film)
    (first,) = frames_of(stream, 1)
    status = wait_for_state(stream, StreamState.ENDED)
    last = stream.wait(-1, 0)
    assert status.frames == 50
    assert last.sequence == 49
    assert last.pts == pytest.approx(49 / 25, abs=0.02)
    assert last.time - first.time == pytest.approx(last.pts - first.pts, abs=1.0)


def test_a_file_begins_again_where_it_is_asked_to(film, connect, frames_of):
    frames = frames_of(connect(film, loop=True), 80)
    assert frames[-1].sequence > 50
    assert all(later.pts > earlier.pts for earlier, later in pairwise(frames))
    assert frames[-1].pts > 2


def test_a_file_url_is_a_file(film, connect, frames_of):
    assert frames_of(connect(film.as_uri()), 1)


def test_a_phones_film_stands_upright(film, connect, frames_of):
    # The matrix of the track header (ISO/IEC 14496-12, 8.3.2) turns the picture; a muxer writes "not at all".
    content = bytearray(film.read_bytes())
    matrix = content.index(b"tkhd") + 44
    content[matrix : matrix + 20] = struct.pack(">5i", 0, 1 << 16, 0, -1 << 16, 0)
    film.write_bytes(content)
    assert frames_of(connect(film), 2)[-1].image.shape == (320, 240, 3)


def test_a_files_encoded_packets_are_those_of_its_frames(film, connect, frames_of):
    stream = connect(film, loop=True)
    with stream.packets() as subscription:
        frames = frames_of(stream, 20)
        packets = [subscription.read(PATIENCE_SECONDS)]
        while packets[-1].dts <= frames[-1].pts:
            packets.append(subscription.read(PATIENCE_SECONDS))
    assert packets[0].keyframe
    assert packets[0].data.startswith(b"\0\0\0\1")
    assert (packets[0].format.codec, packets[0].format.width) == ("H264", 320)
    # The subscription may have begun after the first frames.
    shown = {frame.pts for frame in frames if frame.pts >= packets[0].pts}
    assert len(shown) >= len(frames) / 2
    assert shown <= {packet.pts for packet in packets}


def test_a_folder_is_shown_picture_by_picture(tmp_path, connect, frames_of, wait_for_state):
    Image.fromarray(plain(RED)[..., ::-1]).save(tmp_path / "1.png")
    (tmp_path / "2.jpg").write_bytes(b"no picture")
    Image.fromarray(plain(GREEN, (162, 120))[..., ::-1]).save(tmp_path / "3.jpg", quality=95)
    lying = Image.fromarray(plain(BLUE, (90, 60))[..., ::-1])
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(tmp_path / "4.jpg", exif=exif)
    (tmp_path / "notes.txt").write_text("no picture")
    stream = connect(tmp_path, picture_seconds=0.2)
    frames = frames_of(stream, 3)
    assert [frame.image.shape for frame in frames] == [(240, 320, 3), (120, 162, 3), (90, 60, 3)]
    assert [colour_of(frame) for frame in frames] == [2, 1, 0]
    wait_for_state(stream, StreamState.ENDED)


def test_a_folder_without_pictures_is_told(tmp_path, connect, wait_for_state):
    assert "no pictures" in wait_for_state(connect(tmp_path), StreamState.FAILED).reason


class MjpegCamera(BaseHTTPRequestHandler):
    """As cameras serve MJPEG: parts with a length, for as long as somebody looks."""

    def do_GET(self):
        if self.path != "/mjpeg":
            self.send_error(404)
            return
        if self.headers.get("Authorization") != "Basic dXNlcjpwQHNz":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        picture = self.server.picture
        while not self.server.ended.wait(0.04):
            head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(picture)
            self.wfile.write(head + picture + b"\r\n")

    def log_message(self, *_args):
        pass


@pytest.fixture
def mjpeg_camera(tmp_path):
    Image.fromarray(plain(RED)[..., ::-1]).save(tmp_path / "red.jpg")
    server = ThreadingHTTPServer(("127.0.0.1", 0), MjpegCamera)
    server.daemon_threads = True
    server.picture = (tmp_path / "red.jpg").read_bytes()
    server.ended = threading.Event()
    server.handle_error = lambda *_args: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.ended.set()
    server.shutdown()
    server.server_close()


def test_mjpeg_over_http_is_a_camera_too(mjpeg_camera, connect, frames_of):
    stream = connect(f"http://user:p%40ss@{mjpeg_camera}/mjpeg")
    assert colour_of(frames_of(stream, 5)[-1]) == 2
    assert stream.status.codec == "JPEG"


def test_mjpeg_with_a_wrong_password_or_path_is_told(mjpeg_camera, connect, wait_for_state):
    reason = wait_for_state(connect(f"http://user:geheim@{mjpeg_camera}/mjpeg"), StreamState.FAILED).reason
    assert "password" in reason
    assert "geheim" not in reason
    assert "404" in wait_for_state(connect(f"http://user:p%40ss@{mjpeg_camera}/no"), StreamState.FAILED).reason
