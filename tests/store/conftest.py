"""A store in an empty folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rollcall.config import StoreSettings
from rollcall.store import Store
from store.samples import NOW, Reopen


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path / "data")


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[Store]:
    store = Store(settings, clock=lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def reopen(store: Store, settings: StoreSettings) -> Iterator[Reopen]:
    opened = [store]

    def again() -> Store:
        opened[-1].close()
        opened.append(Store(settings, clock=lambda: NOW))
        return opened[-1]

    yield again
    opened[-1].close()
