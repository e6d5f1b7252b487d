"""Uploads are bounded in bytes, number and pixels, and none of them stops the others from being answered."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import cv2
import httpx
import numpy as np
import pytest

from rollcall.web.access import Role


@pytest.fixture
def client(serve):
    served = serve(upload_megabytes=1, upload_pictures=3, upload_megapixels=1)
    with served.client(Role.OPERATOR) as client:
        yield client


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour: a few kilobytes that unpack into ``width * height * 3`` bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = [packer.compress(b"\0" * (width * 3 + 1)) for _ in range(height)]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", b"".join(rows) + packer.flush())
        + chunk(b"IEND", b"")
    )


def picture(side: int = 64) -> bytes:
    return cv2.imencode(".png", np.zeros((side, side, 3), np.uint8))[1].tobytes()


def ask(client: httpx.Client, data: bytes, path: str = "/api/v1/detect") -> httpx.Response:
    return client.post(path, files={"picture": data})


def test_picture_within_the_limits_is_taken(client):
    assert ask(client, picture()).json() == {"width": 64, "height": 64, "faces": []}


def test_large_upload_is_refused_by_its_declared_size(client):
    answer = ask(client, b"\xff\xd8\xff" + bytes(1_100_000))
    assert answer.status_code == 413
    assert answer.json()["detail"] == "The request is larger than 1 MB; send less at once."


def test_large_upload_in_chunks_is_refused_while_it_comes(client):
    kind = "multipart/form-data; boundary=x"
    head = b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\n'

    def body() -> Iterator[bytes]:
        yield head
        for _ in range(40):
            yield bytes(64_000)

    answer = client.post("/api/v1/detect", content=body(), headers={"Content-Type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_bomb_is_refused_before_it_unpacks(client):
    bomb = png(1001, 1000)
    assert len(bomb) < 10_000
    answer = ask(client, bomb)
    assert answer.status_code == 413
    assert "1 megapixels" in answer.json()["detail"]


def test_bomb_beyond_what_the_decoder_itself_allows_is_refused(client):
    # Only the head says 60,000 x 60,000; no machine here could hold what would follow.
    bomb = bytearray(png(16, 16))
    bomb[16:24] = struct.pack(">II", 60_000, 60_000)
    bomb[29:33] = struct.pack(">I", zlib.crc32(bytes(bomb[12:29])))
    assert ask(client, bytes(bomb)).status_code == 413


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", picture()[:60]])
def test_what_is_no_picture_is_refused_in_words(client, data):
    answer = ask(client, data)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_more_pictures_than_allowed_are_refused(client):
    person = client.post("/api/v1/people", json={"name": "Ada"}).json()["id"]
    files = [("photos", (f"{number}.png", picture())) for number in range(4)]
    assert client.post(f"/api/v1/people/{person}/photos", files=files[:3]).status_code == 200
    assert client.post(f"/api/v1/people/{person}/photos", files=files).status_code == 400


def test_text_instead_of_a_file_is_refused(client):
    assert client.post("/api/v1/detect", data={"picture": "x" * 1000}).status_code == 422


def test_upload_without_a_boundary_is_refused(client):
    answer = client.post("/api/v1/detect", content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert answer.status_code in {400, 422}


def test_headers_without_an_end_are_refused(client):
    with pytest.raises((httpx.HTTPError, httpx.HTTPStatusError)):
        client.get("/health", headers={"X-Long": "x" * 10_000_000}).raise_for_status()
    assert client.get("/health").status_code == 200
