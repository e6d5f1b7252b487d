"""Real portraits of public figures from ``../shared``: two known people, somebody else, and photos that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

_KNOWN = "data/portraits/knn/train"


class Portraits:
    def __init__(self, shared: Path) -> None:
        known = shared / _KNOWN
        self.obama = tuple(path.read_bytes() for path in sorted((known / "obama").iterdir())[:2])
        self.biden = tuple(path.read_bytes() for path in sorted((known / "biden").iterdir())[:2])
        self.harington = next(iter(sorted((known / "kit_harington").iterdir()))).read_bytes()
        self.two_people = (shared / "data/portraits/two_people.jpg").read_bytes()


@pytest.fixture(scope="session")
def portraits(shared_dir: Path) -> Portraits:
    return Portraits(shared_dir)
