"""Short inferences go side by side; a long one takes all threads where it is the only one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from rollcall.vision.engines.cost import Cost
from rollcall.vision.engines.engine import Array
from rollcall.vision.engines.lanes import Lanes
from rollcall.vision.engines.onnx_runtime import OnnxRuntimeEngine
from rollcall.vision.engines.open_vino import OpenVinoEngine
from rollcall.vision.engines.threads import thread_budget
from rollcall.vision.engines.turns import Turns
from rollcall.vision.graph import Graph

LARGE, SMALL = np.zeros(1000, np.float32), np.zeros(10, np.float32)


@dataclass
class Clock:
    """Goes on by what an inference costs."""

    seconds_a_number: float
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Kernel:
    """Notes whether it ran beside others or alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ran: list[str] = []
        self.opened = 0

    def beside(self, inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
        self.ran.append("beside")
        self._clock.now += self._clock.seconds_a_number * sum(each.size for each in inputs)
        return inputs

    def open_alone(self):
        self.opened += 1

        def alone(inputs: tuple[Array, ...]) -> tuple[NDArray[np.float32], ...]:
            self.ran.append("alone")
            return inputs

        return alone


def _turns(kernel: Kernel, clock: Clock, lanes: Lanes) -> Turns:
    return Turns(lanes, Cost(clock), kernel.beside, kernel.open_alone)


def _ran(inputs: list[Array], seconds_a_number: float = 1e-3, lanes: int = 2) -> list[str]:
    clock = Clock(seconds_a_number)
    kernel = Kernel(clock)
    turns = _turns(kernel, clock, Lanes(lanes))
    for each in inputs:
        (output,) = turns.run((each,))
        assert output is each
    return kernel.ran


def test_three_runs_tell_that_it_is_long() -> None:
    assert _ran([LARGE] * 5) == ["beside"] * 3 + ["alone"] * 2


def test_a_small_input_of_the_same_graph_stays_beside() -> None:
    assert _ran([LARGE, LARGE, LARGE, SMALL, LARGE]) == ["beside"] * 4 + ["alone"]


def test_what_is_short_never_takes_all() -> None:
    assert _ran([LARGE] * 5, seconds_a_number=1e-6) == ["beside"] * 5


def test_one_lane_is_all_there_is() -> None:
    assert _ran([LARGE] * 5, lanes=1) == ["beside"] * 5


def test_a_long_one_goes_beside_others_and_alone_again_when_they_are_done() -> None:
    clock, lanes = Clock(1e-3), Lanes(2)
    kernel = Kernel(clock)
    turns = _turns(kernel, clock, lanes)
    for _ in range(3):
        turns.run((LARGE,))
    with lanes.one():
        turns.run((LARGE,))
    for _ in range(2):
        turns.run((LARGE,))
    assert kernel.ran == ["beside"] * 4 + ["alone"] * 2
    assert kernel.opened == 1


def test_a_slow_first_run_is_forgotten() -> None:
    clock = Clock(1.0)
    cost = Cost(clock)
    for seconds in (9.0, 0.001, 0.002):
        with cost.learn(1):
            clock.now += seconds
    assert not cost.is_long(24)
    assert cost.is_long(26)


def _fail(cost: Cost, clock: Clock) -> None:
    with cost.learn(1):
        clock.now += 1
        raise ValueError("thirteen")


def test_a_failed_inference_teaches_nothing() -> None:
    clock = Clock(1.0)
    cost = Cost(clock)
    for _ in range(3):
        with pytest.raises(ValueError, match="thirteen"):
            _fail(cost, clock)
    assert not cost.is_long(1)


def _heavy() -> Graph:
    """Return a convolution of some two billion multiplications for a picture of 256x256."""
    weights = np.random.default_rng(0).normal(size=(64, 64, 3, 3)).astype(np.float32)
    shape: list[str | int | None] = ["N", 64, "H", "W"]
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "weights"], ["y"])],
        "heavy",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(weights, "weights")],
    )
    return Graph("heavy", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8))


@pytest.mark.parametrize("engine", [OnnxRuntimeEngine, OpenVinoEngine])
def test_all_threads_compute_what_one_lane_does(engine: type[OnnxRuntimeEngine] | type[OpenVinoEngine]) -> None:
    if engine is OpenVinoEngine:
        pytest.importorskip("openvino")
    compiled = engine(_heavy(), "cpu", thread_budget())
    picture = np.random.default_rng(1).normal(size=(1, 64, 256, 256)).astype(np.float32)
    (first,), *_, (last,) = [compiled.run((picture,)) for _ in range(5)]
    np.testing.assert_allclose(last, first, rtol=1e-4, atol=1e-3)
