"""What all tests share: real weights and labelled data from ``../shared``, or a skip that names what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

_SHARED = Path(__file__).resolve().parents[2] / "shared"


# No test asserts a time: a busy machine is no mistake of the code.
settings.register_profile("rollcall", deadline=None)
settings.load_profile("rollcall")


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return ``../shared``, or skip the test where this machine does not have it."""
    if not (_SHARED / "models").is_dir():
        pytest.skip(f"needs the weights and data in {_SHARED}, which are not here")
    return _SHARED


@pytest.fixture(scope="session")
def models_dir(shared_dir: Path) -> Path:
    """Return the folder with SCRFD and ArcFace as ONNX files."""
    return shared_dir / "models"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs ``../shared``, so that it can be chosen or left out by name."""
    for item in items:
        if {"shared_dir", "models_dir"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.shared)
