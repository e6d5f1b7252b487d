"""What several callers ask for while the model works is its next batch, and each gets its own rows back."""

from __future__ import annotations

from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rollcall.vision.batching import Batches

_LONG_SECONDS = 60


class Doubling:
    """Doubles its rows, notes how many came at once, and may be held up."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.working, self.go_on = Event(), Event()
        self.go_on.set()

    def __call__(self, rows: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.batches.append(len(rows))
        self.working.set()
        assert self.go_on.wait(_LONG_SECONDS)
        if 13 in rows:
            raise ValueError("thirteen")
        return rows.astype(np.float32) * 2


def _row(*values: int) -> NDArray[np.uint8]:
    return np.array(values, np.uint8)[:, None]


def _run_while_busy(batches: Batches, doubling: Doubling, requests: list[NDArray[np.uint8]]) -> list[object]:
    """Return what each request got that came while the first of them was worked on."""
    got: list[object] = [None] * len(requests)

    def ask(position: int) -> None:
        try:
            got[position] = batches.run(requests[position]).tolist()
        except ValueError as error:
            got[position] = str(error)

    threads = [Thread(target=ask, args=(position,)) for position in range(len(requests))]
    doubling.go_on.clear()
    threads[0].start()
    assert doubling.working.wait(_LONG_SECONDS)
    for number, thread in enumerate(threads[1:], start=1):
        thread.start()
        while len(batches._waiting) < number:
            thread.join(0.001)
    doubling.go_on.set()
    for thread in threads:
        thread.join(_LONG_SECONDS)
    return got


def test_one_caller_is_answered_at_once() -> None:
    doubling = Doubling()
    assert Batches(doubling, largest=4).run(_row(1, 2)).tolist() == [[2], [4]]
    assert doubling.batches == [2]


def test_those_who_wait_share_the_next_batch() -> None:
    doubling = Doubling()
    got = _run_while_busy(Batches(doubling, largest=8), doubling, [_row(1), _row(2, 3), _row(4), _row(5, 6)])
    assert got == [[[2]], [[4], [6]], [[8]], [[10], [12]]]
    assert doubling.batches == [1, 5]


def test_no_batch_is_larger_than_allowed() -> None:
    doubling = Doubling()
    got = _run_while_busy(Batches(doubling, largest=3), doubling, [_row(1), _row(2, 3), _row(4, 5), _row(6)])
    assert got == [[[2]], [[4], [6]], [[8], [10]], [[12]]]
    assert doubling.batches == [1, 2, 3]


def test_an_error_reaches_all_of_its_batch_and_nobody_else() -> None:
    doubling = Doubling()
    batches = Batches(doubling, largest=8)
    assert _run_while_busy(batches, doubling, [_row(1), _row(13), _row(4)]) == [[[2]], "thirteen", "thirteen"]
    assert batches.run(_row(7)).tolist() == [[14]]


@given(count=st.integers(1, 50), largest=st.integers(1, 20))
def test_many_rows_are_cut_into_batches(count: int, largest: int) -> None:
    doubling = Doubling()
    rows = np.arange(count, dtype=np.uint8)[:, None]
    if 13 in rows:
        rows = rows + np.uint8(20)
    np.testing.assert_array_equal(Batches(doubling, largest=largest).run(rows), rows.astype(np.float32) * 2)
    assert max(doubling.batches) <= largest


@pytest.mark.parametrize("callers", [8])
def test_many_threads_at_once_each_get_their_own(callers: int) -> None:
    batches = Batches(Doubling(), largest=5)
    wrong: list[int] = []

    def ask(number: int) -> None:
        for turn in range(200):
            value = 20 + (number * 31 + turn) % 200
            if batches.run(_row(value, value)).tolist() != [[2 * value], [2 * value]]:
                wrong.append(value)

    threads = [Thread(target=ask, args=(number,)) for number in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_LONG_SECONDS)
    assert not wrong
    assert not any(thread.is_alive() for thread in threads)
