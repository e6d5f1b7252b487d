from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import Access, EncounterRecord, FolderFile, MarkedEmbedding, NewPhoto, Store, StrangersChange
from store.samples import MODEL, photo, picture, vector

NAME = "Ada Lovelace-Unmistakable"


def everything_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def person(store: Store) -> str:
    """Return somebody of whom there is everything that can be: photos, vectors, sightings, a past as a stranger."""
    new = photo(1)
    filed = NewPhoto(new.data, new.embedding, "folder", FolderFile(f"{NAME}/1.png", "24:1"))
    person = store.people.add(NAME, [filed, photo(2)], notes=f"{NAME} likes maths", folder=NAME)
    store.folder_files.refuse(FolderFile(f"{NAME}/blurred.png", "24:2"), "the face is blurred")
    store.sightings.add(Sighting("door", 1, 0, 1, person=person, name=NAME, snapshot=picture(3)))
    former = store.sightings.add(Sighting("door", 2, 5, 6, snapshot=picture(6)))
    encounter = EncounterRecord(former, 6.0, vector(5), 1.0, 1)
    store.strangers.write(StrangersChange((encounter,), {former: 1}), MODEL)
    store.namings.name_stranger(1, person, [(former, MarkedEmbedding(MODEL, vector(4)))])
    store.index_folder.mkdir()
    (store.index_folder / "vectors").write_bytes(vector(1).tobytes())
    return person


def traces_of_person(data: bytes) -> list[str]:
    marks = {"name": NAME.encode(), "photo": photo(1).data[20:60]}
    marks |= {f"vector {number}": vector(number).tobytes() for number in (1, 2, 4)}
    return [name for name, mark in marks.items() if mark in data]


def test_all_that_there_is_of_a_person_can_be_found_before(store: Store, person: str, settings: StoreSettings) -> None:
    assert store.people.get(person).name == NAME
    assert len(traces_of_person(everything_under(settings.data))) == 5


def test_erased_person_leaves_no_byte_in_database_log_or_files(
    store: Store, person: str, settings: StoreSettings
) -> None:
    erasure = store.erase(person, "admin")
    assert (erasure.photos, erasure.embeddings, erasure.sightings, erasure.scrubbed) == (3, 3, 2, True)
    assert traces_of_person(everything_under(settings.data)) == []
    assert list((settings.data / "images").rglob("*.*")) == []
    store.close()
    assert traces_of_person(everything_under(settings.data)) == []


def test_erasure_leaves_a_line_in_the_audit_log_without_the_name(store: Store, person: str) -> None:
    store.erase(person, "admin")
    line = store.audit.page().items[0]
    assert (line.actor, line.action, line.subject) == ("admin", "person.erase", person)
    assert line.detail == "3 photos, 3 embeddings, 2 sightings, 4 picture files"


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        (f"below the threshold: best 0.31 of 0.41, {NAME}", "below the threshold: best 0.31 of 0.41, …"),
        (f"two candidates within 0.02: {NAME}, Bob", "two candidates within 0.02: …, Bob"),
        (f"two candidates within 0.02: Bob, {NAME}", "two candidates within 0.02: Bob, …"),
        (f"the name stays, though seen too little: 0.30 of 0.50, like {NAME}",
         "the name stays, though seen too little: 0.30 of 0.50, like …"),
        (f"{NAME} is track 7, with better evidence", "… is track 7, with better evidence"),
        (f"two candidates within 0.02: {NAME}s, Bob", f"two candidates within 0.02: {NAME}s, Bob"),
    ],
)  # fmt: skip
def test_others_no_longer_look_like_who_was_erased(store: Store, person: str, reason: str, left: str) -> None:
    number = store.sightings.add(Sighting("door", 1, 0, 1, reason=reason))
    store.erase(person, "admin")
    assert store.sightings.get(number).reason == left


@pytest.mark.parametrize("name", ["best", "of", "0.31", "%", "a.b", "two candidates within 0.02"])
def test_names_that_are_words_of_a_reason_leave_it_readable(store: Store, name: str) -> None:
    person = store.people.add(name)
    words = (f"below the threshold: best 0.31 of 0.41, {name}", "two candidates within 0.02: Bob, Eve", "0.31 of 0.41")
    numbers = [store.sightings.add(Sighting("door", 1, 0, 1, reason=reason)) for reason in words]
    store.people.rename(person, "Ada")
    reasons = [store.sightings.get(number).reason for number in numbers]
    assert reasons == ["below the threshold: best 0.31 of 0.41, Ada", *words[1:]]


def test_erased_files_of_the_folder_are_not_read_again(store: Store, person: str) -> None:
    store.erase(person, "admin")
    assert [(file.path, file.words) for file in store.folder_files.all().values()] == [(None, "erased")] * 2


def test_others_stay_whole(store: Store, person: str) -> None:
    bob = store.people.add("Bob", [photo(1), photo(9)])  # one photo shows both
    number = store.sightings.add(Sighting("door", 1, 0, 1, person=bob, name="Bob", snapshot=picture(3)))
    store.erase(person, "admin")
    assert store.people.get(bob).photos == 2
    assert store.images.read(store.people.photos(bob)[0].image) == photo(1).data
    assert store.images.read(str(store.sightings.get(number).image))
    assert np.array_equal(store.embeddings.of_person(bob, MODEL), np.stack([vector(1), vector(9)]))


def test_erasure_while_somebody_reads_is_finished_at_the_next_start(
    store: Store, person: str, settings: StoreSettings
) -> None:
    reader = Store(settings, access=Access.READ)
    with reader._database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM people").scalar()
        assert not store.erase(person, "admin").scrubbed
    reader.close()
    store.close()
    Store(settings).close()
    assert traces_of_person(everything_under(settings.data)) == []


def test_erasing_nobody_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no person 'nobody'"):
        store.erase("nobody", "admin")
