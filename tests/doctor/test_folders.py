"""Folders and files that settings name, there and not there."""

from __future__ import annotations

import pytest

from rollcall.config import StoreSettings, VisionSettings
from rollcall.doctor import Level
from rollcall.doctor.data import check_gallery, check_store
from rollcall.doctor.models import check_liveness
from rollcall.errors import ModelError, StoreError


def test_a_gallery_is_told_by_its_people_and_one_that_is_not_there_is_a_problem(tmp_path):
    for name in ("Ada", "김철수"):
        (tmp_path / "gallery" / name).mkdir(parents=True)
    (there,) = check_gallery(StoreSettings(gallery=tmp_path / "gallery"))
    assert (there.level, "2 folders of people" in there.words) == (Level.OK, True)
    (gone,) = check_gallery(StoreSettings(gallery=tmp_path / "none"))
    assert (gone.level, "No such file" in gone.words) == (Level.PROBLEM, True)
    assert list(check_gallery(StoreSettings())) == []


def test_what_is_no_key_is_told_before_the_first_start(tmp_path):
    with pytest.raises(StoreError, match="Cannot read the key file"):
        list(check_store(StoreSettings(data=tmp_path, key_file=tmp_path / "none")))


def test_nets_of_liveness_are_looked_for(tmp_path, models_dir):
    assert [finding.level for finding in check_liveness(VisionSettings(liveness=models_dir))] == [Level.OK]
    with pytest.raises(ModelError, match="holds no MiniFASNet"):
        list(check_liveness(VisionSettings(liveness=tmp_path)))
