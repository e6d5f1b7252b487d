"""A whole store in one file, written while the store is in use, and back again.

The file is a tar archive: ``rollcall-backup.json``, the pictures as they lie in their folder, and ``rollcall.db`` last.
What is encrypted in the store is encrypted in the backup, under the same key.
"""

from __future__ import annotations

import io
import json
import re
import secrets
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, select, update

from rollcall.errors import StoreError
from rollcall.store.database import Database
from rollcall.store.database.dialect import OWNER, find_damage, open_engine
from rollcall.store.database.schema import images, photos, sightings
from rollcall.store.files.durable import durable_file
from rollcall.store.files.image_folder import NAME
from rollcall.store.files.lock import FolderLock
from rollcall.store.preferences import Preferences
from rollcall.store.resealing import FOLDER, IMAGES
from rollcall.store.store import DATABASE, Store

__all__ = ["Backup", "back_up", "restore"]

_FORM = 1
_MANIFEST = "rollcall-backup.json"
_PICTURE = re.compile(rf"{IMAGES}/[0-9a-f]{{2}}/{NAME.pattern}")

Progress = Callable[[int, int], None]
"""Called with the number of pictures done and of all."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    form: int
    written: float
    """Unix seconds."""
    pictures: int


def back_up(store: Store, target: Path, progress: Progress = lambda _done, _all: None) -> Backup:
    """Write everything in ``store`` to the file ``target``, whose name appears when it is complete.

    The owner of the store may go on meanwhile: the backup is of one moment, except that pictures which are deleted
    while it is written are missing in it. Raises StoreError.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".rollcall-backup-") as folder:
            copy = Path(folder) / DATABASE
            store.copy_database(copy)
            with durable_file(target) as file:
                return _write_archive(store, copy, file, progress)
    except OSError as error:
        raise StoreError(f"Cannot write the backup {target}: {error.strerror}.") from error


def _write_archive(store: Store, copy: Path, file: BinaryIO, progress: Progress) -> Backup:
    database = Database(open_engine(copy, ("journal_mode=DELETE", "foreign_keys=ON")), copy)
    try:
        with database.read() as connection:
            names = list(connection.execute(select(images.c.name)).scalars())
        backup = Backup(_FORM, time.time(), len(names))
        with tarfile.open(fileobj=file, mode="w") as archive:
            _add_bytes(archive, _MANIFEST, json.dumps(asdict(backup)).encode())
            missing = [name for name in _counted(names, progress) if not _add_picture(archive, store, name)]
            _forget_pictures(database, missing)
            Preferences(database).remove(FOLDER)
            database.close()
            archive.add(copy, DATABASE)
    finally:
        database.close()
    return backup


def _counted(names: list[str], progress: Progress) -> Iterable[str]:
    for number, name in enumerate(names, start=1):
        yield name
        progress(number, len(names))


def _add_picture(archive: tarfile.TarFile, store: Store, name: str) -> bool:
    try:
        archive.add(store.images.path(name), f"{IMAGES}/{name[:2]}/{name}")
    except FileNotFoundError:
        return False
    return True


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime = len(data), int(time.time())
    archive.addfile(member, io.BytesIO(data))


def _forget_pictures(database: Database, names: list[str]) -> None:
    """Delete from the copy what was deleted from the store while pictures were copied."""
    for name in names:
        with database.write() as transaction:
            connection = transaction.connection
            connection.execute(delete(photos).where(photos.c.image == name))
            connection.execute(update(sightings).where(sightings.c.image == name).values(image=None))
            connection.execute(delete(images).where(images.c.name == name))


def restore(source: Path, folder: Path, progress: Progress = lambda _done, _all: None) -> Backup:
    """Bring the backup ``source`` back into ``folder``, which must hold no store yet.

    Either everything is there and sound afterwards, or there is no database in ``folder``. Raises StoreError.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(folder)
        try:
            if (folder / DATABASE).exists():
                raise StoreError(
                    f"There is a database in {folder} already. Move it away, or restore into another folder with "
                    "--data."
                )
            return _restore(source, folder, progress)
        finally:
            lock.release()
    except (OSError, tarfile.TarError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged or no backup"
        raise StoreError(f"Cannot restore {source}: {reason}.") from error


def _restore(source: Path, folder: Path, progress: Progress) -> Backup:
    for left in folder.glob(".restoring-*"):
        shutil.rmtree(left)
    staging = folder / f".restoring-{secrets.token_hex(4)}"
    staging.mkdir()
    try:
        backup = _extract(source, staging, progress)
        _check(staging)
        # The database comes last: before it is there, nothing is; a start would sweep the pictures away.
        shutil.rmtree(folder / IMAGES, ignore_errors=True)
        if (staging / IMAGES).exists():
            (staging / IMAGES).replace(folder / IMAGES)
        (staging / DATABASE).replace(folder / DATABASE)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return backup


def _extract(source: Path, staging: Path, progress: Progress) -> Backup:
    """Write the members of the archive below ``staging``; one that is no part of a backup is refused."""
    backup, done = None, 0
    with tarfile.open(source, mode="r:") as archive:
        for member in archive:
            data = archive.extractfile(member) if member.isreg() else None
            if data is not None and member.name == _MANIFEST and backup is None:
                backup = _read_manifest(data.read(_LONGEST_MANIFEST), source)
                continue
            if data is None or backup is None or not (member.name == DATABASE or _PICTURE.fullmatch(member.name)):
                raise StoreError(f"Cannot restore {source}: it holds '{member.name}', which is no part of a backup.")
            path = staging / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with durable_file(path) as file:
                shutil.copyfileobj(data, file)
            done += member.name != DATABASE
            progress(done, backup.pictures)
    if backup is None or not (staging / DATABASE).exists():
        raise StoreError(f"Cannot restore {source}: it is no backup, or was cut short.")
    return backup


_LONGEST_MANIFEST = 10_000


def _read_manifest(data: bytes, source: Path) -> Backup:
    try:
        backup = Backup(**json.loads(data))
    except (ValueError, TypeError):
        raise StoreError(f"Cannot restore {source}: it is damaged or no backup.") from None
    if backup.form != _FORM:
        raise StoreError(f"Cannot restore {source}: it was written by a newer Rollcall. Update this one.")
    return backup


def _check(staging: Path) -> None:
    """Raise StoreError where the restored database is not sound or a picture is missing."""
    database = Database(open_engine(staging / DATABASE, OWNER), staging / DATABASE)
    try:
        with database.read() as connection:
            damage = find_damage(connection)
            names = list(connection.execute(select(images.c.name)).scalars()) if damage is None else []
    finally:
        database.close()
    if damage is not None:
        raise StoreError(f"The database in the backup is damaged ({damage}). Restore another backup.")
    missing = [name for name in names if not (staging / IMAGES / name[:2] / name).is_file()]
    if missing:
        raise StoreError(f"The backup lacks {len(missing)} pictures, such as {missing[0]}. Restore another backup.")
