from __future__ import annotations

import pytest

from rollcall.config import load_settings
from rollcall.errors import ConfigError


@pytest.fixture
def settings_file(tmp_path):
    def write(text):
        file = tmp_path / "rollcall.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_later_sources_win_over_earlier_ones(settings_file):
    file = settings_file("web: {host: localhost, port: 1}\nvision: {detect_size: 320}")
    environment = {"ROLLCALL_WEB_PORT": "2", "ROLLCALL_VIEW_JPEG_QUALITY": "50"}
    settings = load_settings(file, environment, {"web": {"port": 3, "host": None}}, ())
    assert (settings.web.host, settings.web.port) == ("localhost", 3)
    assert (settings.vision.detect_size, settings.view.jpeg_quality) == ((320, 320), 50)


def test_short_names_of_the_environment_reach_their_settings():
    environment = {"GALLERY": "/photos", "ROLLCALL_MODELS": "/models", "ROLLCALL_DATA": "/data"}
    settings = load_settings(None, environment, {}, ())
    assert [str(path) for path in (settings.store.gallery, settings.vision.models, settings.store.data)] == [
        "/photos",
        "/models",
        "/data",
    ]


def test_an_empty_variable_counts_as_absent():
    settings = load_settings(None, {"GALLERY": "", "RTSP_URL": "", "ROLLCALL_WEB_PORT": ""}, {}, ())
    assert settings.store.gallery is None
    assert settings.cameras == ()


def test_variables_that_are_no_settings_are_left_alone():
    assert load_settings(None, {"ROLLCALL_NONSENSE": "1", "PATH": "/bin"}, {}, ()) == load_settings(None, {}, {}, ())


def test_several_urls_are_several_cameras():
    settings = load_settings(None, {"RTSP_URL": "door=rtsp://a/1 rtsp://u:p,w@b/2\n현관=rtsp://c/3"}, {}, ())
    assert [camera.name for camera in settings.cameras] == ["door", "camera2", "현관"]
    assert settings.cameras[1].url.password == "p,w"


def test_cameras_of_the_command_line_replace_those_of_the_environment():
    settings = load_settings(None, {"RTSP_URL": "rtsp://a/1 rtsp://b/1"}, {}, ("rtsp://c/1?x=1",))
    assert [str(camera.url) for camera in settings.cameras] == ["rtsp://c/1?x=1"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("web: {prt: 8000}", "web.prt"),
        ("web: {port: eighty}", "web.port"),
        ("cameras: [{name: a, url: 'rtsp://u:hidden@h'}, {name: a, url: 'rtsp://v'}]", "two cameras are called 'a'"),
        ("cameras: [{name: '../a', url: 'rtsp://u:hidden@h'}]", "cameras.0.name"),
        ("web: [", "is no YAML: line 1, column 7"),
        ("mqtt: {password: hidden: x}", "line 1, column 24: expected ',' or '}', but got ':'"),
        ("mqtt: {password: !hidden x}", "for the tag '...'. Values with : # ! * & { or [ need quotes."),
        ("mqtt: {password: *hidden}", "found undefined alias '...'"),
        ("mqtt: {password: hidden\x01}", "signs that no text has"),
        ("mqtt: {password: hidden, user: 2026-13-45}", "a date that no calendar has"),
        ("alerts: []\nweb: {port: 81}\nalerts: [{name: hidden}]", "line 3, column 1: this name stands above already."),
        ("alerts: [{name: a, to: b, hours: hidden}]", "it does not fit. From when to when"),
        ("mqtt: hidden", "must hold settings"),
        ("cameras: hidden", "must be a list"),
        ("mqtt: {user: 5}", "a number needs quotes"),
        ("- web", "must hold sections"),
    ],
)
def test_a_mistake_in_the_file_is_named_in_one_line(settings_file, text, named):
    with pytest.raises(ConfigError) as raised:
        load_settings(settings_file(text), {}, {}, ())
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "hidden" not in str(raised.value)


def test_off_is_a_word_where_a_word_is_meant_and_else_no(settings_file):
    settings = load_settings(
        settings_file("mqtt: {tls: off, client_id: trueish}\nweb: {https: on}\nview: {font: no}"), {}, {}, ()
    )
    assert (settings.mqtt.tls, settings.web.https, str(settings.view.font)) == ("off", True, "no")
    assert settings.mqtt.client_id == "trueish"


def test_a_section_of_comments_is_none(settings_file):
    assert load_settings(settings_file("mqtt:\n  # host: broker\nweb: {port: 81}\n"), {}, {}, ()).web.port == 81


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.yaml"):
        load_settings(tmp_path / "none.yaml", {}, {}, ())
