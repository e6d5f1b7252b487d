"""Sealing everything anew: with a first key, with another one, or with none.

The pictures are written into a new folder. One transaction then replaces what is sealed in the database and says which
folder counts, so that a crash at any moment leaves a store that opens with the one key or with the other.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from sqlalchemy import Connection, Table, delete, select, update

from rollcall.store.database import Database
from rollcall.store.database.delivery_table import deliveries
from rollcall.store.database.dialect import scrub
from rollcall.store.database.schema import cameras, embeddings, encounters, images, rejections, settings
from rollcall.store.files.image_folder import ImageFolder
from rollcall.store.preferences import Preferences
from rollcall.store.sealing.encryption import AesCipher, Cipher, Kind
from rollcall.store.sealing.keys import CHECK, check_text

__all__ = ["FOLDER", "IMAGES", "images_folder", "reseal", "sweep_folders"]

IMAGES = "images"
"""Where pictures lie until everything is sealed anew for the first time, and in every backup."""
FOLDER = "images-folder"
"""Where a store remembers in which folder they lie."""
_BATCH = 1000
_SEALED: tuple[tuple[Table, str, Kind], ...] = (
    (embeddings, "vector", "embedding"),
    (encounters, "vector", "embedding"),
    (rejections, "vector", "embedding"),
    (cameras, "url", "camera"),
    (deliveries, "body", "delivery"),
)


def images_folder(preferences: Preferences) -> str:
    """Return the name of the folder that the pictures lie in now."""
    return str(preferences.get(FOLDER) or IMAGES)


def sweep_folders(folder: Path, preferences: Preferences) -> None:
    """Remove folders of pictures that do not count: left by a crash before or after the transaction."""
    for found in folder.glob(f"{IMAGES}*"):
        if found.name != images_folder(preferences):
            shutil.rmtree(found, ignore_errors=True)


def reseal(database: Database, preferences: Preferences, folder: Path, ciphers: tuple[Cipher, Cipher]) -> None:
    """Open everything with the first of ``ciphers`` and seal it with the second; nobody may use the store meanwhile.

    Raises StoreError; then everything is as it was.
    """
    before, after = ciphers
    former, name = folder / images_folder(preferences), f"{IMAGES}-{secrets.token_hex(4)}"
    with database.write() as transaction:
        connection = transaction.connection
        source, target = ImageFolder(former, before), ImageFolder(folder / name, after)
        transaction.after_failure.append(lambda: shutil.rmtree(folder / name, ignore_errors=True))
        for picture in connection.execute(select(images.c.name)).scalars():
            target.write(source.read(picture))
        for table, column, kind in _SEALED:
            _reseal_column(connection, table, column, kind, ciphers)
        preferences.write(connection, FOLDER, name)
        if isinstance(after, AesCipher):
            preferences.write(connection, CHECK, check_text(after))
        else:
            connection.execute(delete(settings).where(settings.c.key == CHECK))
    shutil.rmtree(former, ignore_errors=True)
    scrub(database.engine)


def _reseal_column(
    connection: Connection, table: Table, column: str, kind: Kind, ciphers: tuple[Cipher, Cipher]
) -> None:
    """Seal one column anew, batch by batch in the order of its key."""
    key = next(iter(table.primary_key))
    batch = select(key, table.c[column]).order_by(key).limit(_BATCH)
    rows = connection.execute(batch).all()
    while rows:
        for number, sealed in rows:
            value = ciphers[1].seal(ciphers[0].open(sealed, kind), kind)
            connection.execute(update(table).where(key == number).values({column: value}))
        rows = connection.execute(batch.where(key > rows[-1][0])).all()
