"""Killed without warning, again and again: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import random
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from rollcall.config import StoreSettings
from rollcall.model import Sighting
from rollcall.store import Store
from store.samples import photo, picture

ROUNDS = 100
FRESH_EVERY = 5
"""Every so many rounds the folder is a new one, and the kill comes about while its tables are made."""
OPENING_SECONDS = 0.15
MOST_MESSAGES = 12
LONGEST_MOMENT_SECONDS = 0.03
"""Longer than any of the steps takes on a quiet machine, so that the kill may come within any of them."""
_PATIENCE_SECONDS = 30.0
PHOTOS = 2

fork = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None


def work(folder: Path, number: int, told: Connection) -> None:
    """Add, change, remove and erase, and tell of each only when it is done."""
    store = Store(StoreSettings(data=folder))
    told.send(("open",))
    for step in range(10_000):
        first = number * 100_000 + step * 10
        person = store.people.add(f"Person {first}", [photo(first), photo(first + 1)])
        told.send(("person", person))
        sighting = store.sightings.add(Sighting("door", step, first, first, person=person, snapshot=picture(first + 2)))
        told.send(("sighting", sighting))
        store.sightings.update(
            Sighting("door", step, first, first + 5, person=person, snapshot=picture(first + 3), id=sighting)
        )
        told.send(("longer", sighting))
        if step % 3 == 1:
            told.send(("leaving", person, sighting))
            store.erase(person, "test")
            told.send(("gone", person, sighting))


def run_and_kill(folder: Path, number: int, moments: random.Random) -> list[tuple[str, ...]]:
    """Let a process work until it has told some things, kill it a moment later, and return all that it told."""
    assert fork is not None
    mine, its = fork.Pipe(duplex=False)
    process = fork.Process(target=work, args=(folder, number, its))
    process.start()
    its.close()
    if number % FRESH_EVERY == 0:
        wanted, longest = 0, OPENING_SECONDS
    else:
        wanted, longest = moments.randrange(MOST_MESSAGES), LONGEST_MOMENT_SECONDS
    told = [mine.recv() for _ in range(wanted) if mine.poll(_PATIENCE_SECONDS)]
    process.join(moments.uniform(0, longest))
    process.kill()
    process.join()
    return told + list(_received(mine))


def _received(told: Connection) -> Iterator[tuple[str, ...]]:
    # The last message may be cut short by the kill, as its sender was.
    with contextlib.suppress(EOFError, OSError):
        while True:
            yield told.recv()


def check_sound(store: Store, folder: Path) -> None:
    """Check that rows and files fit together, that each file is whole, and that each person is."""
    with store._database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        rows = set(connection.exec_driver_sql("SELECT name FROM images").scalars())
        halves = "SELECT count(*) FROM people p WHERE (SELECT count(*) FROM photos WHERE person = p.id) != ?"
        assert connection.exec_driver_sql(halves, (PHOTOS,)).scalar() == 0
        lone = "SELECT count(*) FROM photos p WHERE NOT EXISTS (SELECT 1 FROM embeddings WHERE photo = p.id)"
        assert connection.exec_driver_sql(lone).scalar() == 0
    files = [path for path in (folder / "images").rglob("*") if path.is_file()]
    assert {path.name for path in files} == rows
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem


def check_kept(store: Store, told: list[tuple[str, ...]]) -> None:
    """Check that everything that was told stands in the store."""
    leaving = {thing for kind, *things in told if kind in ("leaving", "gone") for thing in things}
    for kind, thing, *_ in (message for message in told if len(message) > 1):
        if kind == "gone":
            assert not store.people.matching(thing)
        elif thing in leaving:
            continue
        elif kind == "person":
            assert store.people.get(thing).photos == PHOTOS
        elif kind == "longer":
            record = store.sightings.get(int(thing))
            assert record.end == record.start + 5
        elif kind == "sighting":
            assert store.sightings.get(int(thing)).image is not None


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(fork is None, reason="needs fork, to start a process a hundred times in short time")
def test_killed_a_hundred_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    moments = random.Random(0)  # noqa: S311 - no secret
    acknowledged = 0
    for number in range(ROUNDS):
        folder = tmp_path / f"data {number // FRESH_EVERY}"
        told = run_and_kill(folder, number, moments)
        store = Store(StoreSettings(data=folder))
        check_sound(store, folder)
        check_kept(store, told)
        store.close()
        acknowledged += len(told)
    assert acknowledged > ROUNDS  # the kills did not all come before the first change
