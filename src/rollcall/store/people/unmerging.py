"""Two people who were made one, two again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert, select, update

from rollcall.store.database.batches import batches
from rollcall.store.database.schema import (
    embeddings,
    folder_files,
    images,
    people,
    photos,
    rejections,
    sightings,
    strangers,
)
from rollcall.store.people.merging import PeopleMerge
from rollcall.store.people.person_rows import require_person, tag_person
from rollcall.store.sightings.reasons import put_back

__all__ = ["unmerge_people"]


def unmerge_people(connection: Connection, merge: PeopleMerge) -> None:
    """Take back ``merge``: the duplicate is there again, with all that it had and that ``person`` still has of it.

    What was said of either since then stays as it is. Raises StoreError where ``person`` is not there any more.
    """
    require_person(connection, merge.person)
    connection.execute(insert(people).values({**merge.row, "folder": _free_folder(connection, merge)}))
    tag_person(connection, merge.duplicate, merge.tags)
    _move(connection, merge, photos, photos.c.image, merge.images)
    _add_shared_photos(connection, merge)
    _move(connection, merge, embeddings, embeddings.c.id, merge.embeddings)
    ours = select(photos.c.id).where(photos.c.person == merge.duplicate)
    connection.execute(update(embeddings).where(embeddings.c.photo.in_(ours)).values(person=merge.duplicate))
    _move(connection, merge, strangers, strangers.c.id, merge.strangers)
    _move(connection, merge, sightings, sightings.c.id, merge.sightings, name=merge.row["name"])
    _move(connection, merge, rejections, rejections.c.sighting, merge.rejected)
    _add_shared_rejections(connection, merge)
    put_back(connection, merge.rewordings)


def _move(
    connection: Connection,
    merge: PeopleMerge,
    table: Table,
    column: ColumnElement[Any],
    values: Collection[Any],
    **changes: Any,
) -> None:
    """Give back to the duplicate those rows of ``table`` that are still the other one's."""
    for batch in batches(values):
        which = (table.c.person == merge.person) & column.in_(batch)
        connection.execute(update(table).where(which).values(person=merge.duplicate, **changes))


def _free_folder(connection: Connection, merge: PeopleMerge) -> str | None:
    """Return the duplicate's folder of the gallery, or None where that has made somebody else meanwhile."""
    folder: str | None = merge.row["folder"]
    taken = connection.execute(select(people.c.id).where(people.c.folder == folder)).first()
    return None if taken else folder


def _add_shared_photos(connection: Connection, merge: PeopleMerge) -> None:
    """Give the duplicate those photos anew that both had, as far as their pictures are still kept."""
    for photo in merge.both:
        if connection.execute(select(images.c.name).where(images.c.name == photo["image"])).first() is None:
            continue
        # The number may have become another photo's.
        values = {key: value for key, value in photo.items() if key != "id"}
        number = connection.execute(insert(photos).values(values).returning(photos.c.id)).scalar_one()
        made = [{**row, "photo": number} for row in merge.both_embeddings if row["photo"] == photo["id"]]
        if made:
            connection.execute(insert(embeddings), made)
        for file in (file for file in merge.both_files if file["photo"] == photo["id"]):
            same = (folder_files.c.key == file["key"]) & (folder_files.c.stamp == file["stamp"])
            free = same & folder_files.c.photo.is_(None)
            connection.execute(update(folder_files).where(free).values(photo=number))


def _add_shared_rejections(connection: Connection, merge: PeopleMerge) -> None:
    for row in merge.both_rejections:
        if connection.execute(select(sightings.c.id).where(sightings.c.id == row["sighting"])).first() is not None:
            connection.execute(insert(rejections).values({key: value for key, value in row.items() if key != "id"}))
