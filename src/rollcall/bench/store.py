"""A store of many people: how long a start, a search, a page or a change takes."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO, TypeVar

import click
import numpy as np
from numpy.typing import NDArray

from rollcall.bench.clustered_faces import clustered_faces
from rollcall.config import StoreSettings
from rollcall.identity.index import VectorIndex
from rollcall.model import Sighting
from rollcall.store import MarkedEmbedding, ModelMark, NewPerson, SightingFilter, Store

__all__ = ["Operation", "command"]

Thing = TypeVar("Thing")

_MODEL = ModelMark("bench", "00" * 32, "arcface-112")
_BATCH = 1000
_REPEATS = 50
_SIGHTINGS = 2000
"""Written one by one, each on the disk before the next, as cameras do."""


@dataclass(frozen=True, slots=True)
class Operation:
    """How long something took."""

    name: str
    p50_milliseconds: float
    longest_milliseconds: float


@click.command("store")
@click.option("--people", default=100_000, type=click.IntRange(_BATCH), help="Number of people, one face each.")
@click.option("--dimensions", default=512, type=click.IntRange(8), help="Numbers in an embedding.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(people: int, dimensions: int, json_file: TextIO | None) -> None:
    """Fill a store in a temporary folder, and measure what is done with it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = StoreSettings(data=Path(folder))
        operations = list(_measure(settings, people, dimensions))
    for operation in operations:
        click.echo(f"{operation.name:52} {operation.p50_milliseconds:10.2f} {operation.longest_milliseconds:10.2f}")
    if json_file is not None:
        json_file.write(json.dumps([asdict(each) for each in operations]) + "\n")


def _measure(settings: StoreSettings, people: int, dimensions: int) -> Iterator[Operation]:
    click.echo(f"{f'{people:,} people, one face each':52} {'p50 ms':>10} {'longest ms':>10}")
    with _opened(settings) as store:
        yield _timed("add all of them, a thousand in a transaction", lambda: _fill(store, people, dimensions), 1)
    yield _timed("open and close the store", lambda: Store(settings).close(), 3)
    with _opened(settings) as store:
        index = VectorIndex(dimensions)
        yield _timed("read every embedding and build the index", lambda: _build(store, index), 1)
        queries = next(clustered_faces(people, 1, dimensions, _REPEATS)).vectors
        yield _each("search the index for a face", queries[:_REPEATS], lambda query: index.search(query[None], 5))
        yield from _people(store, people)
        yield from _changes(store, index, queries)
        yield from _sightings(store)


def _people(store: Store, people: int) -> Iterator[Operation]:
    numbers = np.random.default_rng(1).integers(0, people, _REPEATS).tolist()
    yield _each("find a person by name", numbers, lambda number: store.people.find(_name(number)))
    yield _each("search names for a part", numbers, lambda number: store.people.page(text=f"n {number}"))
    yield _timed("first page of 100 people", lambda: store.people.page())
    place = None
    for _ in range(people // 2 // _BATCH):
        place = store.people.page(limit=_BATCH, after=place).next
    yield _timed("page of 100 people in the middle of the list", lambda: store.people.page(after=place))
    yield _timed("count them", lambda: store.people.count())


def _changes(store: Store, index: VectorIndex, vectors: NDArray[np.float32]) -> Iterator[Operation]:
    added: list[str] = []
    names = [f"New person {number}" for number in range(_REPEATS)]
    marked = [MarkedEmbedding(_MODEL, vector) for vector in vectors[:_REPEATS]]

    def add(number: int) -> None:
        added.append(store.people.add(names[number], embeddings=[marked[number]]))
        index.add(np.array([10**9 + number]), vectors[number][None])

    def remove(number: int) -> None:
        store.people.remove(added[number])
        index.remove(np.array([10**9 + number]))

    yield _each("add a person, to the index too", range(_REPEATS), add)
    yield _each("rename a person", added, lambda person: store.people.rename(person, "Renamed"))
    yield _each("remove a person, from the index too", range(_REPEATS), remove)
    person = store.people.page(limit=1).items[0].id
    yield _timed("erase a person", lambda: store.erase(person, "bench"), 1)


def _sightings(store: Store) -> Iterator[Operation]:
    person = store.people.page(limit=1).items[0]
    picture = np.random.default_rng(0).integers(0, 255, (160, 120, 3), np.uint8)

    def see(number: int) -> None:
        picture[0, 0] = np.frombuffer(number.to_bytes(3, "little"), np.uint8)
        store.sightings.add(Sighting("door", number, number, number + 5, person=person.id, snapshot=picture))

    yield _each("write a sighting with its snapshot", range(_SIGHTINGS), see)
    yield _timed("first page of 100 sightings", lambda: store.sightings.page())
    mine = SightingFilter(person=person.id)
    yield _timed("first page of one person's sightings", lambda: store.sightings.page(mine))


def _fill(store: Store, people: int, dimensions: int) -> None:
    vectors = (vector for batch in clustered_faces(people, 1, dimensions, 0) for vector in batch.vectors)
    with click.progressbar(length=people, label="Filling") as bar:
        for first in range(0, people, _BATCH):
            numbers = range(first, min(first + _BATCH, people))
            store.people.add_all(
                NewPerson(_name(number), embeddings=(MarkedEmbedding(_MODEL, next(vectors)),)) for number in numbers
            )
            bar.update(len(numbers))


def _build(store: Store, index: VectorIndex) -> None:
    matrix = store.embeddings.of_model(_MODEL)
    index.add(matrix.ids, matrix.vectors)


def _name(number: int) -> str:
    return f"Person {number}"


@contextmanager
def _opened(settings: StoreSettings) -> Iterator[Store]:
    store = Store(settings)
    try:
        yield store
    finally:
        store.close()


def _timed(name: str, action: Callable[[], object], repeats: int = _REPEATS) -> Operation:
    return _each(name, range(repeats), lambda _: action())


def _each(name: str, things: Iterable[Thing], action: Callable[[Thing], object]) -> Operation:
    seconds = []
    for thing in things:
        begun = time.perf_counter()
        action(thing)
        seconds.append(time.perf_counter() - begun)
    return Operation(name, float(np.median(seconds)) * 1000, max(seconds) * 1000)
