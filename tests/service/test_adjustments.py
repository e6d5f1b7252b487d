"""Settings that are changed while the system runs."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from rollcall.config import Settings, Source, StoreSettings, load_settings
from rollcall.errors import ConfigError
from rollcall.service.adjustments import Adjustments, SettingFixedError
from rollcall.store import Store

MODEL = "model cosine"


@pytest.fixture
def preferences(tmp_path):
    with closing(Store(StoreSettings(data=tmp_path))) as store:
        yield store.preferences


def test_a_change_is_told_and_kept(preferences):
    adjustments, told = Adjustments(Settings(), preferences, MODEL), []
    adjustments.listen(told.append)
    adjustments.change({"identity.threshold": 0.5, "store.sightings_days": None})
    assert [(each.identity.threshold, each.store.sightings_days) for each in told] == [(0.5, None)]
    again = Adjustments(Settings(), preferences, MODEL)
    assert (again.current, again.source_of("identity.threshold")) == (told[0], Source.PAGE)
    again.change({}, ["identity.threshold"])
    assert (again.current.identity.threshold, dict(again.kept)) == (None, {"store.sightings_days": None})


def test_what_needs_a_restart_is_at_work_after_it(preferences):
    adjustments = Adjustments(Settings(), preferences, MODEL)
    adjustments.change({"vision.pack": "dlib", "view.jpeg_quality": 60})
    assert (adjustments.current.vision.pack, adjustments.chosen.vision.pack) == ("auto", "dlib")
    assert adjustments.current.view.jpeg_quality == 60
    assert Adjustments(Settings(), preferences, MODEL).current.vision.pack == "dlib"


def test_what_the_environment_has_is_refused_and_goes_before_what_was_kept(preferences):
    Adjustments(Settings(), preferences, MODEL).change({"view.jpeg_quality": 60})
    loaded = load_settings(None, {"ROLLCALL_VIEW_JPEG_QUALITY": "70"}, {}, ())
    adjustments = Adjustments(loaded, preferences, MODEL)
    assert adjustments.current.view.jpeg_quality == 70
    with pytest.raises(SettingFixedError):
        adjustments.change({"view.jpeg_quality": 80})


def test_a_change_of_which_one_value_does_not_fit_changes_nothing(preferences):
    adjustments = Adjustments(Settings(), preferences, MODEL)
    with pytest.raises(ConfigError, match=r"identity\.margin"):
        adjustments.change({"view.jpeg_quality": 60, "identity.margin": -1})
    assert (adjustments.current, dict(adjustments.kept)) == (Settings(), {})
    assert preferences.get("settings") is None


def test_numbers_of_one_model_are_not_taken_for_another(preferences):
    Adjustments(Settings(), preferences, MODEL).change({"identity.threshold": 0.5, "view.jpeg_quality": 60})
    other = Adjustments(Settings(), preferences, "another euclidean").current
    assert (other.identity.threshold, other.view.jpeg_quality) == (None, 60)


def test_what_another_version_kept_and_fits_no_more_is_left_out(preferences):
    values = {"nonsense.name": 1, "view.jpeg_quality": 1000, "view.result_seconds": 3}
    preferences.set("settings", json.loads(json.dumps({"values": values, "model": MODEL})))
    assert dict(Adjustments(Settings(), preferences, MODEL).kept) == {"view.result_seconds": 3}
