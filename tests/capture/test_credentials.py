from __future__ import annotations

import pytest

from rollcall.capture.credentials import credentials_for
from rollcall.config import CaptureSettings, load_settings
from rollcall.errors import ConfigError
from rollcall.redaction import SourceUrl

CAMERA = SourceUrl("rtsp://10.0.0.7:554/profile2/media.smp")


def as_pair(credentials):
    return (credentials.user, credentials.password)


def test_an_open_camera_needs_none():
    assert credentials_for(CAMERA, CaptureSettings()) is None


def test_the_url_comes_first():
    source = SourceUrl("rtsp://admin:p%40ss@10.0.0.7/x")
    settings = CaptureSettings(user="other", password="other")
    assert as_pair(credentials_for(source, settings)) == ("admin", "p@ss")


def test_the_environment_may_hold_them():
    environment = {"ROLLCALL_CAPTURE_USER": "admin", "ROLLCALL_CAPTURE_PASSWORD": "secret"}
    settings = load_settings(None, environment, {}, ()).capture
    assert as_pair(credentials_for(CAMERA, settings)) == ("admin", "secret")
    assert "secret" not in repr(settings)


def test_a_netrc_file_holds_them_by_host(tmp_path):
    file = tmp_path / "cameras.netrc"
    file.write_text("machine 10.0.0.7 login door password s3cret\ndefault login all password other\n")
    settings = CaptureSettings(credentials=file)
    assert as_pair(credentials_for(CAMERA, settings)) == ("door", "s3cret")
    assert as_pair(credentials_for(SourceUrl("rtsp://10.0.0.8/x"), settings)) == ("all", "other")


def test_a_host_that_the_file_does_not_name_has_the_general_ones(tmp_path):
    file = tmp_path / "cameras.netrc"
    file.write_text("machine 10.0.0.99 login door password s3cret\n")
    settings = CaptureSettings(credentials=file, user="general", password="pw")
    assert as_pair(credentials_for(CAMERA, settings)) == ("general", "pw")


def test_a_file_that_cannot_be_read_is_named_and_its_content_not_shown(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.netrc"):
        credentials_for(CAMERA, CaptureSettings(credentials=tmp_path / "missing.netrc"))
    broken = tmp_path / "broken.netrc"
    broken.write_text("machine 10.0.0.7 geheim\n")
    with pytest.raises(ConfigError, match=r"broken\.netrc") as caught:
        credentials_for(CAMERA, CaptureSettings(credentials=broken))
    assert "geheim" not in str(caught.value)


def test_a_password_does_not_show_itself():
    assert "secret" not in repr(credentials_for(CAMERA, CaptureSettings(user="a", password="secret")))
