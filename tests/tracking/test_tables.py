from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rollcall.tracking.tables import join, put, take


@dataclass(frozen=True)
class Inner:
    c: np.ndarray


@dataclass(frozen=True)
class Outer:
    a: np.ndarray
    b: Inner


def table(*values: float) -> Outer:
    return Outer(np.array(values), Inner(np.array(values)[:, np.newaxis] * [1, 10]))


def rows(of: Outer) -> list[tuple[float, list[float]]]:
    return list(zip(of.a.tolist(), of.b.c.tolist(), strict=True))


def test_take_gives_the_chosen_rows_of_every_column() -> None:
    assert rows(take(table(1, 2, 3), np.array([2, 0]))) == rows(table(3, 1))
    assert rows(take(table(1, 2, 3), np.array([False, True, False]))) == rows(table(2))


def test_join_gives_the_rows_of_both() -> None:
    assert rows(join(table(1), table(2, 3))) == rows(table(1, 2, 3))


def test_put_writes_over_the_chosen_rows_in_place() -> None:
    written = table(1, 2, 3)
    put(written, np.array([2, 0]), table(30, 10))
    assert rows(written) == rows(table(10, 2, 30))


def test_taken_rows_do_not_change_with_the_table() -> None:
    whole = table(1, 2)
    taken = take(whole, np.array([0]))
    put(whole, np.array([0]), table(9))
    assert rows(taken) == rows(table(1))
