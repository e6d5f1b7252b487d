from __future__ import annotations

import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import ImageError, StoreError
from rollcall.model import Sighting
from rollcall.store import MarkedEmbedding, NewPhoto, PersonChange, PersonOrder, SightingFilter, Store
from store.samples import MODEL, Reopen, photo, vector


def test_person_stands_after_a_restart(store: Store, reopen: Reopen) -> None:
    person = store.people.add("김철수", [photo(1), photo(2)], notes="3층", tags=["직원"], consent="2026-03-01")
    store = reopen()
    record = store.people.get(person)
    assert (record.name, record.notes, record.tags, record.consent) == ("김철수", "3층", ("직원",), "2026-03-01")
    assert record.photos == 2
    assert np.array_equal(store.embeddings.of_person(person, MODEL), np.stack([vector(1), vector(2)]))


def test_photo_is_kept_byte_for_byte(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    assert store.images.read(store.people.photos(person)[0].image) == photo(1).data


NAMES = [
    "../../etc/passwd",
    "a" * 300,
    "شهرزاد\u200fالف",
    "C:\\nul",
    "'; DROP TABLE people; --",
    "👩‍🚀",
    "%_",
    "-",
    ".",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_text_is_a_name_and_none_is_a_path(store: Store, settings: StoreSettings, name: str) -> None:
    person = store.people.add(name, [photo(1)])
    assert store.people.get(person).name == name
    assert store.people.find(name).id == person
    files = {path.name for path in settings.data.rglob("*") if path.is_file()}
    assert files <= {"rollcall.lock", "rollcall.pid", "rollcall.db", "rollcall.db-wal", "rollcall.db-shm"} | {
        store.people.photos(person)[0].image
    }


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "needs a name"), (" \n ", "needs a name"), ("a\0b", "control"), ("a\nb", "control"), ("x" * 301, "301")],
)
def test_what_is_no_name_is_refused_in_plain_words(store: Store, name: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        store.people.add(name)
    assert store.people.count() == 0


def test_person_is_added_with_every_photo_or_not_at_all(store: Store, settings: StoreSettings) -> None:
    with pytest.raises(ImageError):
        store.people.add("Ada", [photo(1), NewPhoto(b"this is no picture")])
    assert store.people.count() == 0
    assert not list((settings.data / "images").rglob("*.png"))


def test_same_photo_twice_is_refused(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    with pytest.raises(StoreError, match="same photo already"):
        store.people.add_photo(person, photo(1))


def test_file_stays_while_another_person_shows_it(store: Store) -> None:
    first, second = (store.people.add(name, [photo(1)]) for name in ("Ada", "Bob"))
    store.people.remove(first)
    assert store.images.read(store.people.photos(second)[0].image) == photo(1).data
    store.people.remove(second)
    assert store.images.total_bytes() == 0


def test_name_is_found_whatever_its_case_or_composition(store: Store) -> None:
    person = store.people.add("Zoë Straße")
    assert store.people.find("ZOE\u0308 STRASSE").id == person


def test_namesakes_are_told_apart_by_id(store: Store) -> None:
    ids = [store.people.add("김철수") for _ in range(2)]
    with pytest.raises(StoreError, match="2 people are called") as caught:
        store.people.find("김철수")
    assert all(person in str(caught.value) for person in ids)
    assert store.people.find(ids[0]).id == ids[0]


def test_rename_reaches_past_sightings(store: Store) -> None:
    person = store.people.add("Adda")
    number = store.sightings.add(Sighting("door", 1, 0, 1, person=person, name="Adda"))
    store.people.rename(person, "Ada")
    assert store.sightings.get(number).name == "Ada"


def test_merge_moves_photos_embeddings_and_sightings(store: Store) -> None:
    ada = store.people.add("Ada", [photo(1), photo(2)])
    twin = store.people.add("A. L.", [photo(2), photo(3)])
    number = store.sightings.add(Sighting("door", 1, 0, 1, person=twin, name="A. L."))
    store.people.merge(ada, twin)
    assert store.people.get(ada).photos == 3
    assert len(store.embeddings.of_person(ada, MODEL)) == 3
    assert (store.sightings.get(number).person, store.sightings.get(number).name) == (ada, "Ada")
    assert store.people.count() == 1


def test_removed_person_leaves_the_name_in_past_sightings(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    number = store.sightings.add(Sighting("door", 1, 0, 1, person=person, name="Ada"))
    store.people.remove(person)
    assert len(store.embeddings.of_model(MODEL).ids) == 0
    assert (store.sightings.get(number).person, store.sightings.get(number).name) == (None, "Ada")
    assert store.sightings.count(SightingFilter(person=person)) == 0


def test_pages_are_in_the_order_of_names(store: Store) -> None:
    for name in ("bob", "Ada", "김철수", "Bo%b", "zoë"):
        store.people.add(name)
    first = store.people.page(limit=3)
    second = store.people.page(limit=3, after=first.next)
    assert [each.name for each in (*first.items, *second.items)] == ["Ada", "Bo%b", "bob", "zoë", "김철수"]
    assert second.next is None


def test_search_takes_signs_literally(store: Store) -> None:
    for name in ("100%", "1000", "Ada_L", "Adam L"):
        store.people.add(name)
    assert [each.name for each in store.people.page(text="0%").items] == ["100%"]
    assert [each.name for each in store.people.page(text="a_l").items] == ["Ada_L"]
    assert store.people.count(text="ada") == 2


def test_search_by_tag_and_activity(store: Store) -> None:
    ada = store.people.add("Ada", tags=["staff", "3F"])
    bob = store.people.add("Bob", tags=["staff"])
    store.people.edit(bob, PersonChange(active=False))
    assert [each.id for each in store.people.page(tag="staff", active=True).items] == [ada]
    assert store.people.page(tag="3F").items[0].tags == ("3F", "staff")


def test_inactive_people_are_not_searched_for(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    store.people.edit(person, PersonChange(active=False))
    assert len(store.embeddings.of_model(MODEL).ids) == 0


def test_person_without_a_photo_can_have_embeddings(store: Store) -> None:
    person = store.people.add("Ada", embeddings=[MarkedEmbedding(MODEL, vector(1))])
    matrix = store.embeddings.of_model(MODEL)
    assert matrix.owners == (person,)
    assert np.array_equal(matrix.vectors, vector(1)[None])


def test_namesakes_are_found_whatever_their_letter_case(store: Store) -> None:
    ids = {store.people.add("Ada"), store.people.add("ADA")}
    store.people.add("Adam")
    assert {person.id for person in store.people.namesakes(" ada ")} == ids
    assert store.people.namesakes("Eve") == ()


ORDERS = [
    (PersonOrder.NAME, ["Ada", "Bob", "Cem", "Dan", "Eve"]),
    (PersonOrder.SEEN, ["Dan", "Bob", "Ada", "Cem", "Eve"]),
    (PersonOrder.MOST_PHOTOS, ["Cem", "Ada", "Bob", "Dan", "Eve"]),
    (PersonOrder.FEWEST_PHOTOS, ["Eve", "Ada", "Bob", "Dan", "Cem"]),
]


@pytest.mark.parametrize(("order", "names"), ORDERS)
def test_pages_of_every_order_give_everybody_once(store: Store, order: PersonOrder, names: list[str]) -> None:
    photos = {"Dan": 1, "Bob": 1, "Ada": 1, "Cem": 2, "Eve": 0}
    ids = {name: store.people.add(name, [photo(n) for n in range(count)]) for name, count in photos.items()}
    # By when they left last, not by when the stay began that was told last.
    for name, start, end in (("Bob", 10.0, 20.5), ("Ada", 1.0, 2.0), ("Dan", 30.0, 40.0), ("Dan", 5.0, 6.0)):
        store.sightings.add(Sighting("door", 1, start, end, person=ids[name], name=name))
    seen, place = [], None
    while True:
        page = store.people.page(order=order, limit=2, after=place)
        seen += [person.name for person in page.items]
        place = page.next
        if place is None:
            break
    assert seen == names
    assert {person.name: person.last_seen for person in store.people.page().items} == {
        "Ada": 2.0,
        "Bob": 20.5,
        "Cem": None,
        "Dan": 40.0,
        "Eve": None,
    }


def test_place_of_another_order_is_refused(store: Store) -> None:
    for number in range(2):
        store.people.add(f"Person {number}")
    place = store.people.page(limit=1).next
    with pytest.raises(StoreError, match="no place in the list"):
        store.people.page(order=PersonOrder.SEEN, after=place)
