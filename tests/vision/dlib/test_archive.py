"""dlib's numbers, texts and tensors come back as they were written."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.errors import ModelError
from rollcall.vision.dlib.archive import Archive, join_numbers


def written(value: int) -> bytes:
    """Return an integer as dlib writes it: size and sign, then the magnitude's bytes."""
    size = max(1, (abs(value).bit_length() + 7) // 8)
    return bytes([size | (0x80 if value < 0 else 0)]) + abs(value).to_bytes(size, "little")


@pytest.mark.parametrize(
    ("data", "value"),
    [(b"\x01\x00", 0), (b"\x01\x05", 5), (b"\x81\x05", -5), (b"\x02\xca\x02", 714), (b"\x08" + b"\xff" * 8, 2**64 - 1)],
)
def test_an_integer_is_its_size_its_sign_and_its_bytes(data: bytes, value: int) -> None:
    assert Archive(data, "x").integer() == value


def test_a_number_is_a_mantissa_and_an_exponent() -> None:
    margin = Archive(b"\x03\x0a\xd7\xa3\x81\x1c", "x").number()
    assert margin == pytest.approx(0.04)


def test_a_text_follows_its_length() -> None:
    archive = Archive(b"\x01\x05con_41", "x")
    assert archive.text() == "con_4"
    assert archive.flag() is True
    assert archive.ended


def test_a_tensor_is_its_shape_and_little_endian_floats() -> None:
    values = np.arange(6, dtype="<f4").reshape(1, 2, 3, 1)
    data = written(2) + b"".join(written(side) for side in values.shape) + values.tobytes()
    np.testing.assert_array_equal(Archive(data, "x").tensor(), values)


def test_looking_at_the_next_integer_takes_nothing() -> None:
    archive = Archive(written(7) + written(8), "x")
    assert (archive.next_integer(), archive.integer(), archive.integer()) == (7, 7, 8)


@given(st.lists(st.integers(-(2**24) + 1, 2**24 - 1), min_size=1, max_size=200), st.integers(0, 3))
def test_all_integers_at_once_are_the_same_as_one_after_the_other(values: list[int], skipped: int) -> None:
    archive = Archive(b"".join(written(value) for value in [0] * skipped + values), "x")
    for _ in range(skipped):
        archive.integer()
    assert archive.remaining_integers().tolist() == values
    assert archive.ended


def test_integers_are_cut_right_over_the_borders_of_windows() -> None:
    values = [(-1) ** number * (number % 70_000) for number in range(100_000)]
    archive = Archive(b"".join(written(value) for value in values), "x")
    assert archive.remaining_integers().tolist() == values


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False), max_size=20))
def test_mantissas_and_exponents_join_to_the_numbers_they_came_from(values: list[float]) -> None:
    parts = [part for value in values for part in (int(math.frexp(value)[0] * 2**24), math.frexp(value)[1] - 24)]
    assert join_numbers(np.array(parts, np.int32)).tolist() == values


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"", "integer"),
        (b"\x04\x01\x02", "integer"),
        (b"\x00", "integer"),
        (b"\x0f" + b"\x01" * 20, "integer"),
        (b"\x01\x50short", "text"),
        (b"\x81\x05short", "text"),
        (b"x", "flag"),
        (b"\x01\x01" * 5, "tensor"),
        (b"\x01\x02" + b"\x03\xff\xff\xff" * 4, "tensor"),
        (b"\x01\x02" + b"\x81\x01" * 4, "tensor"),
        (b"\x01\x01\x02\x7d\xff\x7f", "number"),
        (b"", "remaining_integers"),
        (b"\x01\x05\x00\x01", "remaining_integers"),
        (b"\x01\x05\x03\x01", "remaining_integers"),
        (b"\x04\x01\x01\x01\x01", "remaining_integers"),
    ],
)
def test_damaged_bytes_are_one_line_that_names_the_file(data: bytes, read: str) -> None:
    with pytest.raises(ModelError, match=r"'predictor\.dat' is damaged"):
        getattr(Archive(data, "predictor.dat"), read)()
