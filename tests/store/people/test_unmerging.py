"""Two people who were made one by mistake are two again, to the last row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import FolderFile, MarkedEmbedding, PersonChange, StrangersChange
from rollcall.store.database import schema
from store.samples import MODEL, NEWER_MODEL, photo, picture, vector

TABLES = ("people", "person_tags", "folder_files", "strangers", "sightings", "embeddings", "rejections", "photos")


@pytest.fixture
def two(store):
    """Ada and Bob, who have a photo and a refused sighting in common, and whatever else a person can have."""
    ada = store.people.add("Ada", [photo(1), photo(2)], tags=["staff"], notes="maths")
    shared = replace(photo(2), origin="folder", file=FolderFile("Bob/2.png", "1:1"))
    loose = MarkedEmbedding(MODEL, vector(9))
    known = {"tags": ["night", "staff"], "notes": "guard", "consent": "2026", "folder": "Bob"}
    bob = store.people.add("Bob", [shared, photo(3)], embeddings=[loose], **known)
    for number, person in enumerate((ada, bob, bob, bob)):
        seen = Sighting("door", number, 0, 1, person=person, name="Ada" if person == ada else "Bob")
        store.sightings.add(replace(seen, snapshot=picture(20 + number)))
    refused = MarkedEmbedding(MODEL, vector(20))
    for person in (ada, bob):
        store.namings.name_sighting(3, person, None)
        store.namings.reject(3, refused)
    store.namings.name_sighting(4, bob, None)
    store.namings.reject(4, refused)
    came = store.sightings.add(Sighting("door", 5, 0, 1))
    store.strangers.write(StrangersChange(numbers={came: 7}), MODEL)
    store.namings.name_stranger(7, bob, [])
    for reason in ("best 0.31 of 0.41, Bob", "two candidates within 0.03: Ada, Bob", "best 0.31 of 0.41, Ada"):
        store.sightings.add(Sighting("door", 6, 0, 1, reason=reason))
    return ada, bob


def rows(store):
    """Return every row of what a merge touches; a photo, whose number may change, by what it shows and of whom."""
    with store._database.read() as connection:
        tables = {name: list(connection.execute(select(getattr(schema, name))).mappings()) for name in TABLES}
    tables = {name: [dict(row) for row in found] for name, found in tables.items()}
    shows = {row["id"]: (row["person"], row["image"]) for row in tables["photos"]}
    for row in (*tables["embeddings"], *tables["folder_files"]):
        row["photo"] = shows.get(row["photo"])
    for row in (*tables["photos"], *tables["rejections"]):
        del row["id"]
    return {name: sorted(map(repr, found)) for name, found in tables.items()}


def test_everything_is_as_it_was(store, two):
    ada, bob = two
    before = rows(store)
    merge = store.people.merge(ada, bob)
    both = (merge.both, merge.both_embeddings, merge.both_files, merge.both_rejections)
    assert [len(each) for each in both] == [1, 1, 1, 1]
    moved = (merge.images, merge.embeddings, merge.sightings, merge.strangers, merge.rejected, merge.rewordings)
    assert [len(each) for each in moved] == [1, 1, 2, 1, 1, 2]
    assert "guard" not in repr(merge)
    store.people.unmerge(merge)
    assert rows(store) == before


def test_what_was_done_since_stays(store, two):
    ada, bob = two
    merge = store.people.merge(ada, bob)
    store.people.edit(ada, PersonChange(name="Ada L.", notes="logic"))
    since = store.people.add_photo(ada, photo(5))
    fresh = store.sightings.add(Sighting("door", 9, 5, 6, person=ada, name="Ada L."))
    store.namings.reject(2, None)
    (gone,) = (each.id for each in store.people.photos(ada) if each.image in merge.images)
    store.people.remove_photo(gone)
    store.people.unmerge(merge)
    assert (store.people.get(ada).name, store.people.get(ada).notes) == ("Ada L.", "logic")
    assert since in [each.id for each in store.people.photos(ada)]
    assert [store.sightings.get(number).person for number in (1, fresh, 2)] == [ada, ada, None]
    assert (store.people.get(bob).photos, store.people.get(bob).tags) == (1, ("night", "staff"))


def test_a_shared_photo_whose_picture_went_stays_away(store, two):
    ada, bob = two
    merge = store.people.merge(ada, bob)
    for each in store.people.photos(ada):
        store.people.remove_photo(each.id)
    store.people.unmerge(merge)
    assert store.people.get(bob).photos == 0
    assert len(store.embeddings.of_person(bob, MODEL)) == 1  # the one without a photo


def test_a_folder_that_made_somebody_else_meanwhile_stays_with_them(store, two):
    ada, bob = two
    merge = store.people.merge(ada, bob)
    other = store.people.add("Bob", folder="Bob")
    store.people.unmerge(merge)
    assert (store.people.get(bob).folder, store.people.get(other).folder) == (None, "Bob")


def test_a_photo_embedded_for_another_model_since_keeps_that(store, two):
    ada, bob = two
    merge = store.people.merge(ada, bob)
    (moved,) = (each for each in store.people.photos(ada) if each.image in merge.images)
    store.embeddings.add(moved, MarkedEmbedding(NEWER_MODEL, vector(30)))
    store.people.unmerge(merge)
    assert len(store.embeddings.of_person(bob, NEWER_MODEL)) == 1


def test_merges_are_taken_back_the_last_one_first(store, two):
    ada, bob = two
    kim = store.people.add("Kim", [photo(7)])
    before = rows(store)
    first = store.people.merge(ada, bob)
    second = store.people.merge(kim, ada)
    with pytest.raises(StoreError, match="There is no person"):
        store.people.unmerge(first)
    store.people.unmerge(second)
    store.people.unmerge(first)
    assert rows(store) == before
