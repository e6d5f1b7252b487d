from __future__ import annotations

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.errors import StoreError
from rollcall.store.sealing.encryption import AesCipher, parse_key

KEY, OTHER = os.urandom(32), os.urandom(32)


@given(st.binary(max_size=200))
def test_sealed_bytes_open_to_what_they_were_and_show_nothing(data: bytes) -> None:
    sealed = AesCipher(KEY).seal(data, "embedding")
    assert AesCipher(KEY).open(sealed, "embedding") == data
    assert len(data) < 8 or data not in sealed


@given(st.integers(min_value=0, max_value=35), st.integers(min_value=1, max_value=255))
def test_any_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(AesCipher(KEY).seal(b"face", "image"))
    sealed[place] ^= change
    with pytest.raises(StoreError):
        AesCipher(KEY).open(bytes(sealed), "image")


def test_other_key_and_other_kind_do_not_open() -> None:
    sealed = AesCipher(KEY).seal(b"face", "image")
    with pytest.raises(StoreError, match="does not open"):
        AesCipher(OTHER).open(sealed, "image")
    with pytest.raises(StoreError, match="does not open"):
        AesCipher(KEY).open(sealed, "embedding")


@pytest.mark.parametrize(
    "text",
    [KEY.hex(), base64.b64encode(KEY).decode() + "\n", base64.urlsafe_b64encode(KEY).decode()],
    ids=["hex", "base64", "base64 for URLs"],
)
def test_key_is_read_as_hex_or_base64(text: str) -> None:
    assert parse_key(text) == KEY


@pytest.mark.parametrize("text", ["", "secret-word", "00" * 31, "é" * 32])
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(StoreError, match="32 bytes") as caught:
        parse_key(text)
    assert not text or text not in str(caught.value)
