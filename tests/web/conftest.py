"""The real application on a real server on 127.0.0.1, with real models and a store in an empty folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from rollcall.config import CameraSettings, VisionSettings
from rollcall.vision import ModelPack, load_pack
from rollcall.web.access import Role
from web.portraits import portraits  # noqa: F401 - a fixture
from web.serving import Served, served_system


@pytest.fixture(scope="session")
def pack(models_dir: Path) -> ModelPack:
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture
def serve(pack: ModelPack, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serve a system whose web settings are given; everything ends with the test."""
    with ExitStack() as ending:

        def start(*cameras: CameraSettings, data: Path | None = None, **web: object) -> Served:
            return ending.enter_context(served_system(pack, data or tmp_path / "data", cameras, web))

        yield start


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """Return a system without cameras that this test alone uses."""
    return serve()


@pytest.fixture(scope="module")
def module_served(pack: ModelPack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One system for all tests of a module that leave it as it was, or that do not mind."""
    with served_system(pack, tmp_path_factory.mktemp("data"), (), {}) as served:
        yield served


@pytest.fixture
def admin(module_served: Served) -> Iterator[httpx.Client]:
    with module_served.client(Role.ADMIN) as client:
        yield client


@pytest.fixture
def viewer(module_served: Served) -> Iterator[httpx.Client]:
    with module_served.client(Role.VIEWER) as client:
        yield client


@pytest.fixture
def stranger(module_served: Served) -> Iterator[httpx.Client]:
    with module_served.client(None) as client:
        yield client
