"""What the tests of vision share: real weights, loaded once, and pictures of real people from ``../shared``."""

from __future__ import annotations

from pathlib import Path

import pytest

from rollcall.config.vision import VisionSettings
from rollcall.model import Image
from rollcall.vision import ModelPack, load_pack, read_image


@pytest.fixture(scope="session")
def pack(models_dir: Path) -> ModelPack:
    return load_pack(VisionSettings(models=models_dir, runtime="onnxruntime"))


@pytest.fixture(scope="session")
def crowd(shared_dir: Path) -> Image:
    """A group photo, 1920x1440, with a dozen faces."""
    return read_image(shared_dir / "data" / "crowd" / "group-1.jpg")
