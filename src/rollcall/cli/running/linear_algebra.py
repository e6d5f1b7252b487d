"""How many threads numpy's products of matrices take."""

from __future__ import annotations

import os

__all__ = ["LINEAR_ALGEBRA_THREADS", "calm_linear_algebra"]

LINEAR_ALGEBRA_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that the libraries below numpy read when they are loaded."""


def calm_linear_algebra() -> None:
    """Let numpy's products take one thread, unless the user says otherwise; call it before numpy is imported.

    By itself OpenBLAS spreads them over all processors, whose threads wait for each other actively. Ours are small, and
    the processors have models to run: on two busy ones an update of the tracker with 50 faces took 7.3 ms of a
    processor instead of 1.1.
    """
    for name in LINEAR_ALGEBRA_THREADS:
        os.environ.setdefault(name, "1")
