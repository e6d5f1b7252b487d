"""The catalogue and the settings know the same packs."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from rollcall.config.vision import VisionSettings
from rollcall.vision.packs.catalogue import published_pack, published_packs


def test_every_published_pack_can_be_set() -> None:
    for pack in published_packs():
        assert VisionSettings(pack=pack.name).pack == pack.name
        assert published_pack(pack.name) is pack


def test_a_pack_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    for name in ("buffalo_xl", "custom:", "Buffalo_l", ""):
        with pytest.raises(ValidationError, match="known are auto, buffalo_l"):
            VisionSettings(pack=name)


def test_every_hash_is_one() -> None:
    for pack in published_packs():
        for sha256 in filter(None, (pack.archive_sha256, *(file.sha256 for file in pack.files))):
            assert re.fullmatch("[0-9a-f]{64}", sha256)
