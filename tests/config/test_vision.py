"""Sizes for the detector, as people write them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rollcall.config.vision import VisionSettings


@pytest.mark.parametrize(
    ("written", "size"),
    [(640, (640, 640)), ("320", (320, 320)), ("960x544", (960, 544)), ("960X544", (960, 544)), ([64, 96], (64, 96))],
)
def test_a_size_is_one_number_or_two(written: object, size: tuple[int, int]) -> None:
    assert VisionSettings.model_validate({"detect_size": written}).detect_size == size


@pytest.mark.parametrize("written", [0, 32, 5000, "", "big", "640x", "1x2x3", None, 2.5, "-640", "640x20"])
def test_a_size_that_is_none_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        VisionSettings.model_validate({"detect_size": written})


def test_an_unknown_runtime_is_refused() -> None:
    with pytest.raises(ValidationError, match="openvino:gpu"):
        VisionSettings.model_validate({"runtime": "tensorflow"})
