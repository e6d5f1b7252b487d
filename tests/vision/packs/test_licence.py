"""A licence is accepted once, and that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from rollcall.errors import ModelError
from rollcall.vision.packs.licence import accept_licence, licence_accepted


def test_what_was_accepted_stays_accepted(tmp_path: Path) -> None:
    cache = tmp_path / "new"
    assert not licence_accepted(cache)
    accept_licence(cache, "2026-03-01")
    assert licence_accepted(cache)
    (record,) = cache.iterdir()
    assert "2026-03-01" in record.read_text()
    assert "non-commercial research" in record.read_text()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ModelError, match="Cannot note in"):
        accept_licence(tmp_path / "file", "2026-03-01")
