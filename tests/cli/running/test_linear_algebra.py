"""numpy takes one thread in the program, since the processors have models to run."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from rollcall.cli.running.linear_algebra import LINEAR_ALGEBRA_THREADS

_PROGRAM = """
from rollcall.cli import main
try:
    main()
except SystemExit:
    pass
import numpy
from threadpoolctl import threadpool_info
print("threads", *(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"))
"""


@pytest.mark.parametrize("said", [None, "2"])
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two processors to take one of them")
def test_products_of_matrices_take_one_thread_unless_the_user_says_otherwise(said: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in LINEAR_ALGEBRA_THREADS}
    if said is not None:
        environment["OPENBLAS_NUM_THREADS"] = said
    answer = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.splitlines()[-1] == f"threads {said or 1}"
