"""Pictures of every kind are read upright and in colour, or refused in one line."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from rollcall.errors import ImageError
from rollcall.vision import read_image

RED_BGR = (0, 0, 255)


def _bytes(picture: Pillow.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF", "JPEG", "WEBP"])
def test_colours_come_as_bgr(kind: str) -> None:
    image = read_image(_bytes(Pillow.new("RGB", (20, 10), "red"), kind))
    assert image.shape == (10, 20, 3)
    assert image.dtype == np.uint8
    np.testing.assert_allclose(image[5, 5], RED_BGR, atol=4)


@pytest.mark.parametrize(
    ("mode", "colour", "bgr"),
    [
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("LA", (90, 255), (90, 90, 90)),
        ("LA", (90, 0), (255, 255, 255)),
        ("RGBA", (255, 0, 0, 255), RED_BGR),
        ("RGBA", (255, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 128), (127, 127, 127)),
    ],
)
def test_every_mode_becomes_colour_and_what_is_transparent_white(
    mode: str, colour: float | tuple[int, ...], bgr: tuple[int, int, int]
) -> None:
    image = read_image(_bytes(Pillow.new(mode, (4, 4), colour), "PNG"))
    np.testing.assert_allclose(image[2, 2], bgr, atol=1)


def test_palettes_are_looked_up() -> None:
    image = read_image(_bytes(Pillow.new("RGB", (4, 4), "red").quantize(2), "PNG"))
    np.testing.assert_array_equal(image[0, 0], RED_BGR)


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    grey = Pillow.fromarray(np.array([[0, 0x8000, 0xFFFF]], np.uint16))
    np.testing.assert_array_equal(read_image(_bytes(grey, "PNG"))[0, :, 0], [0, 0x80, 0xFF])


def test_cmyk_jpeg_keeps_its_colours() -> None:
    cmyk = Pillow.new("RGB", (16, 16), "red").convert("CMYK")
    np.testing.assert_allclose(read_image(_bytes(cmyk, "JPEG"))[8, 8], RED_BGR, atol=6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    upright = Pillow.new("RGB", (30, 20), "white")
    upright.paste("black", (0, 0, 15, 10))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Pillow.Transpose(undo[orientation])) if orientation in undo else upright
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    image = read_image(_bytes(stored, "PNG", exif=exif))
    np.testing.assert_array_equal(image, np.asarray(upright)[..., ::-1])


def test_of_an_animation_the_first_picture_is_taken() -> None:
    frames = [Pillow.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        data = _bytes(frames[0], kind, save_all=True, append_images=frames[1:])
        np.testing.assert_allclose(read_image(data)[4, 4], RED_BGR, atol=4)


def test_one_pixel_is_a_picture() -> None:
    assert read_image(_bytes(Pillow.new("RGB", (1, 1), "red"), "PNG")).shape == (1, 1, 3)


def test_pixels_can_be_written_to() -> None:
    image = read_image(_bytes(Pillow.new("RGB", (4, 4)), "PNG"))
    assert image.flags.writeable
    assert image.flags.c_contiguous


def _bomb(side: int) -> bytes:
    """Return a small PNG file that unpacks to ``side`` x ``side`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def test_twenty_thousand_pixels_a_side_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(ImageError, match="more than 100,000,000 pixels"):
        read_image(_bomb(20_000))


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"no picture at all", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError, match="Cannot read"):
        read_image(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    noise = Pillow.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))
    data = _bytes(noise, kind)
    with pytest.raises(ImageError, match="Cannot read"):
        read_image(data[: len(data) // 2])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"nobody\.jpg.*No such file"):
        read_image(tmp_path / "nobody.jpg")


def test_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="irectory"):
        read_image(tmp_path)


def test_names_in_any_script_are_opened(tmp_path: Path) -> None:
    path = tmp_path / "김철수.png"
    path.write_bytes(_bytes(Pillow.new("RGB", (4, 4), "red"), "PNG"))
    assert read_image(path).shape == (4, 4, 3)


_WHOLE = {
    kind: _bytes(Pillow.fromarray(np.random.default_rng(0).integers(0, 256, (24, 31, 3), np.uint8)), kind)
    for kind in ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
}


@settings(deadline=None, max_examples=300)
@given(
    kind=st.sampled_from(sorted(_WHOLE)),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 10_000),
)
def test_damaged_bytes_give_a_picture_or_one_clear_line(kind: str, changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(_WHOLE[kind])
    for place, value in changes:
        data[place % len(data)] = value
    damaged = bytes(data[: len(data) - cut % len(data)] if cut % 3 == 0 else data)
    image = _read_or_none(damaged)
    assert image is None or (image.ndim, image.shape[2], str(image.dtype)) == (3, 3, "uint8")


def _read_or_none(data: bytes) -> np.ndarray | None:
    try:
        return read_image(data)
    except ImageError:
        return None
