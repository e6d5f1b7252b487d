from __future__ import annotations

import numpy as np

from rollcall.store import MarkedEmbedding, ModelMark, Store
from store.samples import MODEL, NEWER_MODEL, photo, vector


def test_embeddings_of_two_models_stand_beside_each_other_and_are_never_mixed(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    kept = store.people.photos(person)[0]
    store.embeddings.add(kept, MarkedEmbedding(NEWER_MODEL, np.ones(4, np.float32)))
    assert np.array_equal(store.embeddings.of_model(MODEL).vectors, vector(1)[None])
    assert np.array_equal(store.embeddings.of_model(NEWER_MODEL).vectors, np.ones((1, 4), np.float32))


def test_model_is_known_by_its_hash_and_alignment_whatever_its_pack_is_called(store: Store) -> None:
    store.people.add("Ada", [photo(1)])
    renamed = ModelMark("custom:/elsewhere", MODEL.model_hash, MODEL.alignment)
    assert len(store.embeddings.of_model(renamed).ids) == 1


def test_photos_that_a_model_lacks_are_found_in_order(store: Store) -> None:
    person = store.people.add("Ada", [photo(number) for number in range(5)])
    photos = store.people.photos(person)
    store.embeddings.add(photos[1], MarkedEmbedding(NEWER_MODEL, vector(1)))
    lacking = [photos[0], *photos[2:]]
    assert store.embeddings.missing(NEWER_MODEL) == tuple(lacking)
    assert store.embeddings.missing(NEWER_MODEL, limit=2, after=photos[0].id) == tuple(lacking[1:3])
    assert store.embeddings.count_photos(NEWER_MODEL) == 1


def test_embedding_of_a_photo_that_was_removed_meanwhile_is_not_kept(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    kept = store.people.photos(person)[0]
    store.people.remove_photo(kept.id)
    store.embeddings.add(kept, MarkedEmbedding(NEWER_MODEL, vector(1)))
    assert store.embeddings.count(NEWER_MODEL) == 0


def test_serving_model_drops_what_others_made_of_photos_and_nothing_else(store: Store) -> None:
    ada = store.people.add("Ada", [photo(1)])
    bob = store.people.add("Bob", embeddings=[MarkedEmbedding(MODEL, vector(2))])
    assert store.embeddings.serving is None
    store.embeddings.serve(NEWER_MODEL)
    assert store.embeddings.serving == NEWER_MODEL
    assert store.embeddings.of_model(MODEL).owners == (bob,)
    assert store.people.get(ada).photos == 1


def test_number_of_a_removed_embedding_is_never_given_again(store: Store) -> None:
    ada = store.people.add("Ada", [photo(1), photo(2)])
    last = store.embeddings.of_model(MODEL).ids[-1]
    store.people.remove(ada)
    store.people.add("Bob", [photo(3)])
    assert store.embeddings.of_model(MODEL).ids[0] == last + 1


def test_owners_and_single_vectors_bring_an_index_up_to_date(store: Store) -> None:
    ada, bob = store.people.add("Ada", [photo(1), photo(2)]), store.people.add("Bob", [photo(3)])
    owners = store.embeddings.owners(MODEL)
    assert list(owners.values()) == [ada, ada, bob]
    wanted = sorted(owners)[1:]
    assert np.array_equal(store.embeddings.vectors(wanted), np.stack([vector(2), vector(3)]))
    assert store.embeddings.vectors([10_000]).shape == (0, 0)
