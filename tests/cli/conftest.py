"""A data folder with two people and two sightings, and commands that work on it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cli.command import Command, rollcall
from rollcall.config import StoreSettings
from rollcall.model import Sighting
from rollcall.store import MarkedEmbedding, ModelMark, Store

MODEL = ModelMark("pack", "00" * 32, "arcface-112")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder in which two people and two sightings are kept."""
    store = Store(StoreSettings(data=tmp_path / "data"))
    vector = MarkedEmbedding(MODEL, np.ones(4, np.float32))
    kim = store.people.add("김철수", embeddings=[vector], tags=["staff"])
    store.people.add("Ada", notes="maths")
    store.sightings.add(Sighting("door", 1, 1_700_000_000, 1_700_000_010, person=kim, name="김철수", score=0.5))
    store.sightings.add(Sighting("yard", 2, 10, 20))
    store.embeddings.serve(MODEL)
    store.close()
    return tmp_path / "data"


@pytest.fixture
def run(data: Path) -> Command:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        answer: subprocess.CompletedProcess[str] = rollcall(*arguments, "--data", str(data))
        return answer

    return run


@pytest.fixture
def owner(data: Path) -> Iterator[Store]:
    """Return the store as another process owns it."""
    store = Store(StoreSettings(data=data))
    yield store
    store.close()
