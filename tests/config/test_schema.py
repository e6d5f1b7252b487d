from __future__ import annotations

import jsonschema_rs
import pytest
import yaml

from rollcall.config import load_settings, settings_schema

# What an editor and the program must both take, or both refuse.
_TAKEN = [
    "{}",
    "web: {port: 8100}",
    "cameras: [{name: 현관, url: 'rtsp://admin:secret@10.0.0.9/1'}]",
    "vision: {detect_size: 640}",
    "vision: {detect_size: 960x544}",
    "vision: {detect_size: [960, 544]}",
    "store: {gallery: /photos, sightings_days: null, key: secret}",
]
_REFUSED = ["web: {prot: 1}", "web: {port: high}", "web: {port: 70000}", "cameras: [{url: 'test://'}]", "doors: {}"]


@pytest.fixture(scope="module")
def validator():
    return jsonschema_rs.validator_for(settings_schema())


@pytest.mark.parametrize("text", _TAKEN)
def test_an_editor_takes_what_the_program_takes(validator, tmp_path, text):
    file = tmp_path / "rollcall.yaml"
    file.write_text(text, encoding="utf-8")
    load_settings(file, {}, {}, ())
    validator.validate(yaml.safe_load(text))


@pytest.mark.parametrize("text", _REFUSED)
def test_an_editor_marks_what_the_program_refuses(validator, text):
    assert not validator.is_valid(yaml.safe_load(text))


def test_every_setting_is_explained_in_the_editor():
    for section in settings_schema()["$defs"].values():
        for name, setting in section.get("properties", {}).items():
            assert setting.get("description"), name
