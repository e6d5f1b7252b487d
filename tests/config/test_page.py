"""Settings of a page: between the file and the environment."""

from __future__ import annotations

import pytest

from rollcall.config import PAGE_SETTINGS, Settings, Source, load_settings, source_of, value_of, with_page
from rollcall.errors import ConfigError

NAMES = ("view.jpeg_quality", "store.sightings_days", "identity.margin", "identity.hold")


@pytest.fixture
def loaded(tmp_path):
    file = tmp_path / "rollcall.yaml"
    file.write_text("view: {jpeg_quality: 50}\nstore: {sightings_days: 10}\n")
    environment = {"ROLLCALL_STORE_SIGHTINGS_DAYS": "20", "ROLLCALL_CAPTURE_PASSWORD": "s3cret-word"}
    return load_settings(file, environment, {"identity": {"margin": 0.1, "threshold": None}}, ())


def test_page_goes_over_the_file_and_environment_and_command_line_over_the_page(loaded):
    page = {"view.jpeg_quality": 60, "store.sightings_days": 30, "identity.margin": 0.2, "identity.hold": 0.01}
    settings = with_page(loaded, page)
    assert [value_of(settings, name) for name in NAMES] == [60, 20, 0.1, 0.01]
    assert settings.capture.password is not None
    assert settings.capture.password.get_secret_value() == "s3cret-word"


def test_it_is_told_what_a_setting_has_its_value_from(loaded):
    page = {"identity.hold": 0.01}
    assert [source_of(loaded, name, page) for name in (*NAMES, "identity.evidence")] == [
        Source.FILE,
        Source.ENVIRONMENT,
        Source.ENVIRONMENT,
        Source.PAGE,
        Source.DEFAULT,
    ]


def test_what_is_fixed_outlives_a_copy(loaded):
    assert loaded.model_copy(update={"cameras": ()}).fixed == loaded.fixed != frozenset()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("view.jpeg_quality", 101, "view.jpeg_quality"),
        ("view.jpeg_quality", "much", "view.jpeg_quality"),
        ("identity.threshold", float("inf"), "a number is wanted"),
        ("identity.threshold", 0, "greater than 0"),
        ("vision.pack", "nonsense", "there is no such pack"),
        ("store.data", "/elsewhere", "cannot be changed on a page"),
        ("web.auth", False, "cannot be changed on a page"),
        ("nonsense", 1, "cannot be changed on a page"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(name, value, words):
    with pytest.raises(ConfigError, match=words):
        with_page(Settings(), {name: value})


def test_every_setting_of_the_page_exists():
    assert [value_of(Settings(), name) for name in PAGE_SETTINGS]
