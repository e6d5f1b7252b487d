"""The index of a large gallery is read at the start, mended where the database has moved on, and never believed."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest

from identity.index.samples import photos_of
from rollcall.config import StoreSettings
from rollcall.identity import Gallery
from rollcall.identity.metric import Metric
from rollcall.service.people.kept_index import open_index
from rollcall.store import EmbeddingMatrix, ModelMark, Store

MARK = ModelMark("pack", "00" * 32, "arcface-112")
PEOPLE = 300
LIMIT = 200


@pytest.fixture
def store(tmp_path):
    store = Store(StoreSettings(data=tmp_path))
    yield store
    store.close()


@pytest.fixture
def matrix():
    return EmbeddingMatrix(np.arange(PEOPLE) + 7, tuple(map(str, range(PEOPLE))), photos_of(PEOPLE, 1))


def opened(store, matrix):
    return open_index(store, MARK, Metric.COSINE, matrix, exact_limit=LIMIT)


def files(store):
    return list(store.index_folder.glob("*"))


def answers(index, matrix):
    return index.search(Metric.COSINE.prepare(matrix.vectors), 1).ids[:, 0].tolist()


def test_a_second_start_reads_what_the_first_one_wrote(store, matrix):
    first = opened(store, matrix)
    (file,) = files(store)
    written = file.stat().st_mtime_ns
    again = opened(store, matrix)
    assert file.stat().st_mtime_ns == written
    assert again.sketches.blocks().tobytes() == first.sketches.blocks().tobytes()
    assert answers(again, matrix) == matrix.ids.tolist()


def test_who_came_and_who_left_meanwhile_is_mended(store, matrix):
    opened(store, matrix)
    written = files(store)[0].stat().st_mtime_ns
    newer = EmbeddingMatrix(matrix.ids + 1, matrix.owners, np.vstack([matrix.vectors[1:], photos_of(1, 1, seed=9)]))
    assert answers(opened(store, newer), newer) == newer.ids.tolist()
    assert files(store)[0].stat().st_mtime_ns == written


def test_another_vector_under_the_same_number_is_noticed(store, matrix):
    opened(store, matrix)
    other = replace(matrix, vectors=photos_of(PEOPLE, 1, seed=4))
    assert answers(opened(store, other), other) == other.ids.tolist()


def test_a_damaged_file_is_told_and_written_anew(store, matrix, caplog):
    opened(store, matrix)
    (file,) = files(store)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + bytes(9))
    with caplog.at_level(logging.WARNING):
        assert answers(opened(store, matrix), matrix) == matrix.ids.tolist()
    assert "built anew" in caplog.text
    assert len(file.read_bytes()) == len(whole)


def test_a_gallery_that_has_become_small_leaves_no_file(store, matrix):
    opened(store, matrix)
    few = EmbeddingMatrix(matrix.ids[:LIMIT], matrix.owners[:LIMIT], matrix.vectors[:LIMIT])
    assert answers(opened(store, few), few) == few.ids.tolist()
    assert files(store) == []


def test_a_gallery_that_took_over_an_index_changes_like_any_other(store, matrix):
    from rollcall.model import Person

    people = [Person(owner, owner, matrix.vectors[[place]]) for place, owner in enumerate(matrix.owners)]
    gallery = Gallery((), Metric.COSINE)
    rows = {owner: matrix.ids[[place]] for place, owner in enumerate(matrix.owners)}
    gallery.adopt(people, rows, opened(store, matrix))
    newcomer = Person("new", "new", photos_of(1, 1, seed=9))
    gallery.put(newcomer)
    gallery.remove("0")
    assert gallery.match(newcomer.embeddings[0], 1)[0].person.id == "new"
    assert gallery.match(matrix.vectors[0], 1)[0].person.id != "0"
    assert gallery.match(matrix.vectors[1], 1)[0].person.id == "1"
