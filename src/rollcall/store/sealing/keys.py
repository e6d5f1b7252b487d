"""The key of a store: where it comes from, and whether it is the right one."""

from __future__ import annotations

import base64
from pathlib import Path

from sqlalchemy import exists, or_, select

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.store.database import Database
from rollcall.store.database.schema import cameras, embeddings, encounters, images
from rollcall.store.preferences import Preferences
from rollcall.store.sealing.encryption import AesCipher, Cipher, PlainCipher, parse_key

__all__ = ["CHECK", "check_text", "is_empty", "open_cipher", "read_cipher"]

CHECK = "encryption"
"""Where a store remembers a sealed word, by which the right key is told from any other."""
_WORD = b"rollcall"


def read_cipher(settings: StoreSettings) -> Cipher:
    """Return the cipher of the key in the settings, or the plain one. Raises StoreError for what is no key."""
    if settings.key_file is not None:
        return AesCipher(parse_key(_read(settings.key_file)))
    if settings.key is not None:
        return AesCipher(parse_key(settings.key.get_secret_value()))
    return PlainCipher()


def open_cipher(settings: StoreSettings, preferences: Preferences, *, empty: bool) -> Cipher:
    """Return the cipher that the kept data opens with; an empty store takes any key and remembers it.

    Raises StoreError where a key is missing, is another, or is given for data that is not encrypted.
    """
    cipher, check = read_cipher(settings), preferences.get(CHECK)
    encrypted = isinstance(cipher, AesCipher)
    if check is not None and not encrypted:
        raise StoreError(
            f"The data in {settings.data} is encrypted. Give its key by the setting 'store.key_file' or by "
            "ROLLCALL_STORE_KEY."
        )
    if check is not None:
        _require_right(cipher, str(check), settings.data)
    elif encrypted and not empty:
        raise StoreError(
            f"A key is given, but the data in {settings.data} is not encrypted. Encrypt it once with "
            "'rollcall encrypt', or leave the key out."
        )
    elif encrypted:
        preferences.set(CHECK, check_text(cipher))
    return cipher


def is_empty(database: Database) -> bool:
    """Return whether nothing is kept yet that a key would have sealed."""
    with database.read() as connection:
        kept = (exists(select(table)) for table in (images, embeddings, encounters, cameras))
        return not connection.execute(select(or_(*kept))).scalar()


def check_text(cipher: Cipher) -> str:
    """Return what a store remembers of a key."""
    return base64.b64encode(cipher.seal(_WORD, "check")).decode()


def _require_right(cipher: Cipher, check: str, folder: Path) -> None:
    try:
        cipher.open(base64.b64decode(check), "check")
    except StoreError:
        raise StoreError(
            f"The key is not the one that the data in {folder} was encrypted with. Give the right one by "
            "'store.key_file' or ROLLCALL_STORE_KEY."
        ) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise StoreError(f"Cannot read the key file {file}: {reason}.") from None
