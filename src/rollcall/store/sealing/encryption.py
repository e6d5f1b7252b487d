"""Encryption at rest of what shows a face: embeddings, pictures, and the URLs of cameras, which may hold passwords.

AES-256 in Galois/Counter Mode: a wrong key or a changed byte is noticed, never decrypted into nonsense.
"""

from __future__ import annotations

import base64
import binascii
import os
from typing import Literal, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rollcall.errors import StoreError

__all__ = ["AesCipher", "Cipher", "Kind", "PlainCipher", "parse_key"]

Kind = Literal["embedding", "image", "camera", "delivery", "index", "check"]
"""What is sealed; it is bound into the seal, so that nothing opens in another's place."""

# Before the nonce, so that a later form can be told from this one.
_MAGIC = b"RCS1"
# 96 random bits, as NIST SP 800-38D recommends: 2**32 seals under one key before a repetition grows likely.
_NONCE_BYTES = 12
_KEY_BYTES = 32


class Cipher(Protocol):
    """Seals bytes before they are kept, and opens them again."""

    def seal(self, data: bytes, kind: Kind) -> bytes:
        """Return ``data`` as it is kept."""

    def open(self, sealed: bytes, kind: Kind) -> bytes:
        """Return what was sealed. Raises StoreError where the key is another or a byte has changed."""


class PlainCipher:
    """Keeps bytes as they are."""

    def seal(self, data: bytes, kind: Kind) -> bytes:  # noqa: ARG002 - the protocol's signature
        """Return ``data``."""
        return data

    def open(self, sealed: bytes, kind: Kind) -> bytes:  # noqa: ARG002 - the protocol's signature
        """Return ``sealed``."""
        return sealed


class AesCipher:
    """Seals with AES-256-GCM under one key of 32 bytes; safe to use from several threads."""

    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)

    def seal(self, data: bytes, kind: Kind) -> bytes:
        """Return magic, nonce, ciphertext and tag: 32 bytes more than ``data``."""
        nonce = os.urandom(_NONCE_BYTES)
        return _MAGIC + nonce + self._aes.encrypt(nonce, data, kind.encode())

    def open(self, sealed: bytes, kind: Kind) -> bytes:
        """Return what was sealed."""
        head, nonce = sealed[: len(_MAGIC)], sealed[len(_MAGIC) : len(_MAGIC) + _NONCE_BYTES]
        if head != _MAGIC or len(nonce) < _NONCE_BYTES:
            raise StoreError(f"A kept {kind} is damaged or was not encrypted. Restore a backup.")
        try:
            return self._aes.decrypt(nonce, sealed[len(_MAGIC) + _NONCE_BYTES :], kind.encode())
        except InvalidTag:
            raise StoreError(f"A kept {kind} does not open: it is damaged, or the key is another.") from None


def parse_key(text: str) -> bytes:
    """Return the 32 bytes of a key written as 64 hex digits or in base64, as ``openssl rand -base64 32`` prints it.

    Raises StoreError for anything else, without repeating it.
    """
    compact = "".join(text.split())
    for decode in (bytes.fromhex, _from_base64):
        try:
            key = decode(compact)
        except (ValueError, binascii.Error):
            continue
        if len(key) == _KEY_BYTES:
            return key
    raise StoreError("The encryption key must be 32 bytes as hex or base64. Make one with 'openssl rand -base64 32'.")


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
