"""The faces of one picture share the processors, and each gets its own row back."""

from __future__ import annotations

from threading import Barrier

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rollcall.vision.side_by_side import SideBySide


def doubled(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    assert len(rows) == 1
    return rows.astype(np.float32) * 2


@given(count=st.integers(1, 30), at_once=st.integers(1, 4))
def test_each_row_comes_back_in_its_place(count: int, at_once: int) -> None:
    rows = np.arange(count, dtype=np.uint8)[:, None]
    assert np.array_equal(SideBySide(doubled, at_once).run(rows), rows.astype(np.float32) * 2)


def test_as_many_as_may_run_at_once() -> None:
    together = Barrier(2, timeout=60)

    def meet(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
        together.wait()
        return doubled(rows)

    assert len(SideBySide(meet, 2).run(np.zeros((2, 1), np.uint8))) == 2


@pytest.mark.parametrize("at_once", [1, 2])
def test_an_error_reaches_who_asked(at_once: int) -> None:
    def fail(_rows: NDArray[np.uint8]) -> NDArray[np.float32]:
        raise ValueError("thirteen")

    with pytest.raises(ValueError, match="thirteen"):
        SideBySide(fail, at_once).run(np.zeros((3, 1), np.uint8))
