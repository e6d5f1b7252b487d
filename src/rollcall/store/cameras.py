"""The cameras that were added on a page rather than in the settings, and the regions that each camera ignores.

URLs are kept sealed.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select, update

from rollcall.redaction import SourceUrl
from rollcall.store.database import Database
from rollcall.store.database.schema import camera_masks, cameras, sightings
from rollcall.store.records import Mask
from rollcall.store.sealing.encryption import Cipher

__all__ = ["CameraTable"]


class CameraTable:
    """Names of cameras, where their video comes from, and where in it nobody is looked for."""

    def __init__(self, database: Database, cipher: Cipher, clock: Callable[[], float]) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def all(self) -> dict[str, SourceUrl]:
        """Return every camera by name, in the order they were added."""
        with self._database.read() as connection:
            rows = connection.execute(select(cameras).order_by(cameras.c.added, cameras.c.name)).all()
        return {row.name: SourceUrl(self._cipher.open(row.url, "camera").decode()) for row in rows}

    def put(self, name: str, url: SourceUrl) -> None:
        """Add a camera, or replace the one of the same name, which keeps its place."""
        sealed = self._cipher.seal(url.reveal().encode(), "camera")
        with self._database.write() as transaction:
            changed = transaction.connection.execute(update(cameras).where(cameras.c.name == name).values(url=sealed))
            if not changed.rowcount:
                transaction.connection.execute(insert(cameras).values(name=name, url=sealed, added=self._clock()))

    def remove(self, name: str) -> None:
        """Remove a camera and its masks; one that is not there is no error."""
        with self._database.write() as transaction:
            transaction.connection.execute(delete(cameras).where(cameras.c.name == name))
            transaction.connection.execute(delete(camera_masks).where(camera_masks.c.camera == name))

    def change(self, name: str, new_name: str, url: SourceUrl) -> None:
        """Give a camera another name and source; its place stays, and its masks and sightings go with it."""
        sealed = self._cipher.seal(url.reveal().encode(), "camera")
        with self._database.write() as transaction:
            transaction.connection.execute(update(cameras).where(cameras.c.name == name).values(url=sealed))
            if new_name != name:
                _rename(transaction.connection, name, new_name)

    def masks(self, name: str) -> tuple[Mask, ...]:
        """Return the regions that the camera ``name`` ignores, whether it stands here or in the settings."""
        query = select(camera_masks.c.regions).where(camera_masks.c.camera == name)
        with self._database.read() as connection:
            regions = connection.execute(query).scalar() or ()
        return tuple(tuple((x, y) for x, y in region) for region in regions)

    def put_masks(self, name: str, masks: tuple[Mask, ...]) -> None:
        """Let the camera ``name`` ignore ``masks`` in place of those before."""
        with self._database.write() as transaction:
            transaction.connection.execute(delete(camera_masks).where(camera_masks.c.camera == name))
            if masks:
                transaction.connection.execute(insert(camera_masks).values(camera=name, regions=masks))


def _rename(connection: Connection, name: str, new_name: str) -> None:
    for column in (cameras.c.name, camera_masks.c.camera):
        # Left by one that is no longer in the settings, or cannot be watched.
        connection.execute(delete(column.table).where(column == new_name))
        connection.execute(update(column.table).where(column == name).values({column.name: new_name}))
    connection.execute(update(sightings).where(sightings.c.camera == name).values(camera=new_name))
