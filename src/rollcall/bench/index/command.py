"""Search among ten thousand to a million faces: time, memory and recall, HNSW beside it on demand."""

from __future__ import annotations

import ctypes
import gc
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, TextIO

import click
import numpy as np
from numpy.typing import NDArray

from rollcall.bench.clustered_faces import clustered_faces
from rollcall.bench.index.peers import HnswIndex
from rollcall.identity.index import EXACT_LIMIT, Nearest, TwoStepIndex, VectorIndex, load_index, save_index

__all__ = ["IndexFigures", "command"]

_NEAREST = 5
_CHANGES = 100
"""Vectors that are removed and added again one by one."""


@dataclass(frozen=True, slots=True)
class IndexFigures:
    """What one index did with one gallery; None where it cannot or was not asked."""

    index: str
    vectors: int
    build_seconds: float
    load_seconds: float | None
    """From its file to its first answer."""
    bytes_a_vector: float | None
    """Memory of the process that the index takes."""
    times_float16: float | None
    """The same, measured in bytes of the vectors as float16."""
    p50_milliseconds: float
    p99_milliseconds: float
    recall: float
    """Share of queries whose nearest vector is the one that comparing all finds."""
    add_milliseconds: float | None
    remove_milliseconds: float | None


class _Searched(Protocol):
    def search(self, queries: NDArray[np.float32], count: int) -> Nearest: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Gallery:
    """Vectors, generated anew whenever they are wanted, and queries with the nearest of all to each."""

    people: int
    photos: int
    dimensions: int
    queries: NDArray[np.float32]
    nearest: NDArray[np.int64]

    def __len__(self) -> int:
        return self.people * self.photos

    def batches(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Give numbers and vectors."""
        first = 0
        for batch in clustered_faces(self.people, self.photos, self.dimensions, len(self.queries)):
            yield np.arange(first, first + len(batch.vectors)), batch.vectors
            first += len(batch.vectors)


@click.command("index")
@click.option("--sizes", default="10000,100000,1000000", help="Numbers of vectors, with commas.")
@click.option("--photos", default=5, type=click.IntRange(1), help="Photos a person.")
@click.option("--dimensions", default=512, type=click.IntRange(8), help="Numbers in a vector.")
@click.option("--queries", default=1000, type=click.IntRange(10), help="Number of queries.")
@click.option("--peers", is_flag=True, help="Let faiss' HNSW graph do the same; a million takes half an hour.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(sizes: str, photos: int, dimensions: int, queries: int, peers: bool, json_file: TextIO | None) -> None:
    """Search galleries of clustered vectors, one query after the other on one processor."""
    figures: list[IndexFigures] = []
    for size in (int(text) for text in sizes.split(",")):
        gallery = _gallery(max(1, size // photos), photos, dimensions, queries)
        for measure in _measures(gallery, peers=peers):
            figures.append(measure(gallery))
            click.echo(("" if len(figures) > 1 else _HEAD + "\n") + _row(figures[-1]))
    if json_file is not None:
        json_file.write(json.dumps([asdict(each) for each in figures]) + "\n")


def _measures(gallery: _Gallery, *, peers: bool) -> Iterator[Callable[[_Gallery], IndexFigures]]:
    yield lambda gallery: _measure_vectors(gallery, "exact", len(gallery))
    if len(gallery) > EXACT_LIMIT:
        yield lambda gallery: _measure_vectors(gallery, "sketches", EXACT_LIMIT)
    if gallery.photos > 1:
        yield _measure_two_step
    if peers:
        yield _measure_hnsw


def _gallery(people: int, photos: int, dimensions: int, queries: int) -> _Gallery:
    """Find the nearest to each query by comparing all."""
    asked = np.concatenate([batch.queries for batch in clustered_faces(people, photos, dimensions, queries)])
    best, nearest, first = np.full(len(asked), -np.inf, np.float32), np.zeros(len(asked), np.int64), 0
    with click.progressbar(length=people * photos, label=f"Comparing {people * photos:,}") as bar:
        for batch in clustered_faces(people, photos, dimensions, queries):
            closeness = asked @ batch.vectors.T
            top, rows = closeness.max(axis=1), closeness.argmax(axis=1)
            nearer = top > best
            best[nearer], nearest[nearer] = top[nearer], rows[nearer] + first
            first += len(batch.vectors)
            bar.update(len(batch.vectors))
    return _Gallery(people, photos, dimensions, asked, nearest)


def _measure_vectors(gallery: _Gallery, name: str, exact_limit: int) -> IndexFigures:
    index = VectorIndex(gallery.dimensions, exact_limit=exact_limit)
    built = _build(gallery, index.add)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with path.open("wb") as file:
            save_index(index, file)
        del index
        before, begun = _resident_bytes(), time.perf_counter()
        with path.open("rb") as file:
            index = load_index(file, exact_limit=exact_limit)
        index.search(gallery.queries[:1], 1)
        loaded, after = time.perf_counter() - begun, _resident_bytes()
    searched, changed = _search(gallery, index), _change(gallery, index)
    return _figures(gallery, name, built, searched, memory=(before, after), load_seconds=loaded, changed=changed)


def _measure_two_step(gallery: _Gallery) -> IndexFigures:
    index, before = TwoStepIndex(gallery.dimensions), _resident_bytes()
    built = _build(gallery, lambda ids, vectors: index.add(ids, vectors, (ids // gallery.photos).tolist()))
    return _figures(gallery, "two-step", built, _search(gallery, index), memory=(before, _resident_bytes()))


def _measure_hnsw(gallery: _Gallery) -> IndexFigures:
    index, before = HnswIndex(gallery.dimensions), _resident_bytes()
    built = _build(gallery, lambda _, vectors: index.add(vectors))
    return _figures(gallery, index.name, built, _search(gallery, index), memory=(before, _resident_bytes()))


def _build(gallery: _Gallery, add: Callable[[NDArray[np.int64], NDArray[np.float32]], None]) -> float:
    """Add everything and return the seconds that it took, those of making the vectors aside."""
    seconds = 0.0
    with click.progressbar(gallery.batches(), label="Building", length=0) as batches:
        for ids, vectors in batches:
            begun = time.perf_counter()
            add(ids, vectors)
            seconds += time.perf_counter() - begun
    return seconds


def _search(gallery: _Gallery, index: _Searched) -> tuple[NDArray[np.float64], float]:
    """Return the seconds of each query, and recall at 1."""
    seconds, found = [], []
    for query in gallery.queries[:, None]:
        begun = time.perf_counter()
        nearest = index.search(query, _NEAREST)
        seconds.append(time.perf_counter() - begun)
        found.append(int(nearest.ids[0, 0]))
    return np.array(seconds), float(np.mean(np.array(found) == gallery.nearest))


def _change(gallery: _Gallery, index: VectorIndex) -> tuple[float, float]:
    """Return the seconds of adding and of removing one vector."""
    _, vectors = next(gallery.batches())
    numbers = np.linspace(0, len(vectors) - 1, _CHANGES).astype(np.int64)
    begun = time.perf_counter()
    for number in numbers:
        index.remove(number[None])
    removed = time.perf_counter() - begun
    begun = time.perf_counter()
    for number in numbers:
        index.add(number[None], vectors[number][None])
    return (time.perf_counter() - begun) / _CHANGES, removed / _CHANGES


def _figures(
    gallery: _Gallery,
    name: str,
    built: float,
    searched: tuple[NDArray[np.float64], float],
    *,
    memory: tuple[int | None, int | None],
    load_seconds: float | None = None,
    changed: tuple[float, float] | None = None,
) -> IndexFigures:
    seconds, recall = searched
    each = None if memory[0] is None or memory[1] is None else (memory[1] - memory[0]) / len(gallery)
    return IndexFigures(
        name,
        len(gallery),
        built,
        load_seconds,
        each,
        None if each is None else each / (2 * gallery.dimensions),
        float(np.percentile(seconds, 50)) * 1000,
        float(np.percentile(seconds, 99)) * 1000,
        recall,
        None if changed is None else changed[0] * 1000,
        None if changed is None else changed[1] * 1000,
    )


def _resident_bytes() -> int | None:
    """Return the memory that the process holds, after giving back what it does not need; None off Linux."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    return None


_HEAD = (
    "index           vectors  build s  load s  bytes  x f16  p50 ms  p99 ms  recall@1  add ms  remove ms\n"
    "-------------------------------------------------------------------------------------------------"
)


def _row(figures: IndexFigures) -> str:
    return (
        f"{figures.index:13} {figures.vectors:9,} {figures.build_seconds:8.1f} {_number(figures.load_seconds, 7, 2)}"
        f" {_number(figures.bytes_a_vector, 6, 0)} {_number(figures.times_float16, 6, 2)}"
        f" {figures.p50_milliseconds:7.2f} {figures.p99_milliseconds:7.2f} {figures.recall:9.4f}"
        f" {_number(figures.add_milliseconds, 7, 2)} {_number(figures.remove_milliseconds, 10, 2)}"
    )


def _number(value: float | None, width: int, digits: int) -> str:
    return "-".rjust(width) if value is None else f"{value:{width}.{digits}f}"
