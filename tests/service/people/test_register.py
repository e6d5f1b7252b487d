"""Store and gallery change together, also when two things happen at once."""

from __future__ import annotations

import threading

import pytest

from rollcall.config import StoreSettings, VisionSettings
from rollcall.errors import StoreError
from rollcall.identity import Gallery
from rollcall.service.people.register import Register, mark_of
from rollcall.store import PersonChange, Store
from rollcall.vision import load_pack

TRAIN = "data/portraits/knn/train"


@pytest.fixture(scope="module")
def pack(models_dir):
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture(scope="module")
def obama(shared_dir):
    return [path.read_bytes() for path in sorted((shared_dir / TRAIN / "obama").iterdir())]


@pytest.fixture
def store(tmp_path):
    store = Store(StoreSettings(data=tmp_path))
    yield store
    store.close()


@pytest.fixture
def gallery(pack):
    return Gallery((), pack.metric)


@pytest.fixture
def register(store, gallery, pack):
    return Register(store, gallery, pack, mark_of(pack), pack.threshold)


def test_photo_is_in_the_gallery_at_once(register, gallery, obama):
    ada = register.add("Ada").id
    assert register.add_photo(ada, obama[0]).words == "taken"
    assert [(person.name, len(person.embeddings)) for person in gallery.people] == [("Ada", 1)]


def test_gallery_is_the_same_after_a_restart(register, store, pack, obama):
    ada, bob = register.add("Ada").id, register.add("Bob").id
    for photo in obama:
        register.add_photo(ada, photo)
    register.edit(bob, PersonChange(active=False))
    again = Gallery((), pack.metric)
    Register(store, again, pack, mark_of(pack), pack.threshold).load()
    assert [(person.id, len(person.embeddings)) for person in again.people] == [(ada, 2)]


def test_bad_photo_is_an_answer_and_nobody_s_face(register, gallery):
    answer = register.add_photo(register.add("Ada").id, b"rubbish")
    assert (answer.photo, answer.fault) == (None, "unreadable")
    assert gallery.people == ()


def test_photo_of_nobody_is_refused_before_it_is_looked_at(register):
    with pytest.raises(StoreError, match="no person"):
        register.add_photo("nobody", b"rubbish")


def test_name_is_given_to_one_person_only_however_many_ask_at_once(register, store):
    together = threading.Barrier(4)

    def ask():
        together.wait()
        register.named("Ada")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.people.count() == 1


def test_namesakes_cannot_be_told_apart_by_name(register):
    register.add("Ada")
    register.add("ada")
    with pytest.raises(StoreError, match="2 people"):
        register.named("Ada")


def test_removed_person_leaves_the_name_behind_and_an_erased_one_nothing(register, gallery, store, obama):
    for leave in (register.remove, lambda person: register.erase(person, "tests")):
        ada = register.add("Ada").id
        register.add_photo(ada, obama[0])
        leave(ada)
        assert gallery.people == ()
        with pytest.raises(StoreError):
            store.people.get(ada)


def test_erasing_nobody_leaves_the_others(register, gallery, obama):
    ada = register.add("Ada").id
    register.add_photo(ada, obama[0])
    with pytest.raises(StoreError):
        register.erase("nobody", "tests")
    assert gallery.person(ada) is not None


def test_merge_is_taken_back_and_both_are_recognised_again(register, gallery, obama):
    ada, twin = register.add("Ada").id, register.add("A. L.").id
    for person, data in zip((ada, twin), obama, strict=True):
        register.add_photo(person, data)
    register.merge(ada, twin)
    assert [(person.name, len(person.embeddings)) for person in gallery.people] == [("Ada", 2)]
    with pytest.raises(StoreError, match="cannot be taken back at once"):
        register.unmerge(twin, ada)
    assert register.unmerge(ada, twin).name == "A. L."
    assert sorted((person.name, len(person.embeddings)) for person in gallery.people) == [("A. L.", 1), ("Ada", 1)]
    with pytest.raises(StoreError, match="cannot be taken back at once"):
        register.unmerge(ada, twin)


def test_merge_is_not_taken_back_once_somebody_of_it_is_gone(register):
    kim, ada, bob, eve = (register.add(name).id for name in ("Kim", "Ada", "Bob", "Eve"))
    register.merge(ada, bob)
    register.merge(kim, ada)
    register.remove(kim)  # with whom Ada and Bob went
    assert register._merges.all == ()
    ada = register.add("Ada").id
    register.merge(ada, eve)
    register.erase(register.add("Bob").id, "tests")
    assert register._merges.all == ()  # the words of sightings may name whoever was erased
    with pytest.raises(StoreError):
        register.unmerge(ada, eve)


def test_photo_added_while_its_person_is_erased_brings_nobody_back(register, gallery, store, obama):
    for _ in range(5):
        ada = register.add("Ada").id

        def add(person=ada):
            try:
                register.add_photo(person, obama[0])
            except StoreError:
                return

        adding = threading.Thread(target=add)
        adding.start()
        register.erase(ada, "tests")
        adding.join()
        assert gallery.person(ada) is None
        assert store.photos.count() == 0
