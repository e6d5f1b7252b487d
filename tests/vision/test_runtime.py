"""Models give the same numbers in every engine, and go on when a device does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.engines.engine import EngineError
from rollcall.vision.graph import Graph, read_graph
from rollcall.vision.runtime import Model, Runtime, available_engines

PIXELS = np.random.default_rng(0).integers(0, 256, (3, 112, 112, 3), np.uint8)


@pytest.fixture(scope="module")
def arcface(models_dir: Path) -> Graph:
    return read_graph(models_dir / "arcface_mobilefacenet_128d.onnx").on_pixels()


@pytest.mark.parametrize("engine", available_engines())
def test_every_engine_of_this_machine_computes_the_same(arcface: Graph, engine: str) -> None:
    (expected,) = Model(arcface).run(PIXELS)
    model = Model(arcface, Runtime(engine))
    assert model.engine == engine
    for count in (1, 3, 2):
        np.testing.assert_allclose(model.run(PIXELS[:count])[0], expected[:count], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("engine", available_engines())
def test_pictures_of_changing_shape_are_taken(models_dir: Path, engine: str) -> None:
    model = Model(read_graph(models_dir / "det_500m.onnx").on_pixels(), Runtime(engine))
    for side in (64, 96, 128, 160, 192, 224, 256, 288, 320, 64):
        rows = sorted({len(output) for output in model.run(np.zeros((1, side, 64, 3), np.uint8))})
        assert rows == [2 * side * 64 // stride**2 for stride in (32, 16, 8)]


@pytest.mark.parametrize("engine", ["onnxruntime:cuda", "onnxruntime:tensorrt", "openvino:gpu"])
def test_a_device_that_is_not_there_is_named_and_done_without(
    arcface: Graph, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    if engine in available_engines():
        pytest.skip(f"this machine has {engine}")
    model = Model(arcface, Runtime(engine))
    assert model.engine == "onnxruntime:cpu"
    assert f"runs on the processor, not in {engine}" in caplog.text
    assert model.run(PIXELS)[0].shape == (3, 128)


@dataclass(frozen=True)
class LostDevice:
    """A GPU whose driver was reset: nothing here can really lose one."""

    def run(self, inputs: tuple[NDArray[Any], ...]) -> tuple[NDArray[np.float32], ...]:
        raise EngineError(f"device removed with {len(inputs)} input")


def test_a_device_lost_in_mid_run_is_replaced_by_the_processor(
    arcface: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    model = Model(arcface)
    (expected,) = model.run(PIXELS)
    model._place = replace(model._place, name="openvino:gpu", engine=LostDevice())
    answers: list[NDArray[np.float32]] = []
    threads = [Thread(target=lambda: answers.append(model.run(PIXELS)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    for answer in answers:
        np.testing.assert_array_equal(answer, expected)
    assert model.engine == "onnxruntime:cpu"
    assert caplog.text.count("openvino:gpu failed: device removed") == 1


@pytest.mark.parametrize("engine", available_engines())
def test_inputs_that_do_not_fit_are_refused_in_one_line(arcface: Graph, engine: str) -> None:
    with pytest.raises(ModelError, match="'arcface_mobilefacenet_128d' failed") as raised:
        Model(arcface, Runtime(engine)).run(np.zeros((1, 7), np.uint8))
    assert "\n" not in str(raised.value)


def test_auto_takes_an_engine_of_this_machine_and_remembers_it(arcface: Graph, tmp_path: Path) -> None:
    runtime = Runtime("auto", memory=tmp_path / "engines.json")
    model = Model(arcface, runtime, PIXELS[:1])
    assert model.engine in available_engines()
    if len(available_engines()) > 1:
        assert model.engine in runtime.memory.read_text()


def test_auto_believes_its_memory(arcface: Graph, tmp_path: Path) -> None:
    if "openvino:cpu" not in available_engines():
        pytest.skip("needs a second engine: OpenVINO is not installed")
    runtime = Runtime("auto", memory=tmp_path / "engines.json")
    found = Model(arcface, runtime, PIXELS[:1]).engine
    other = next(name for name in ("openvino:cpu", "onnxruntime:cpu") if name != found)
    runtime.memory.write_text(runtime.memory.read_text().replace(f'"{found}"', f'"{other}"'))
    assert Model(arcface, runtime, PIXELS[:1]).engine == other


def test_the_same_file_gives_the_same_model_from_many_threads(arcface: Graph) -> None:
    model = Model(arcface)
    (expected,) = model.run(PIXELS)
    answers: list[NDArray[np.float32]] = []
    threads = [Thread(target=lambda: answers.extend(model.run(PIXELS)[0] for _ in range(5))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 30
    assert all(np.array_equal(answer, expected) for answer in answers)


@pytest.mark.parametrize(
    ("setting", "engine"),
    [("auto", "auto"), ("onnxruntime", "onnxruntime:cpu"), ("openvino", "openvino:cpu"), ("openvino:gpu",) * 2],
)
def test_a_runtime_without_a_device_means_the_processor(setting: Any, engine: str) -> None:
    assert Runtime.of(VisionSettings(runtime=setting)).engine == engine
