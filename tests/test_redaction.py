from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.redaction import SecretUrl, SourceUrl, redact


@pytest.mark.parametrize(
    ("text", "user", "password", "location"),
    [
        (
            "rtsp://admin:secret@10.0.0.2:554/profile2/media.smp",
            "admin",
            "secret",
            "rtsp://10.0.0.2:554/profile2/media.smp",
        ),
        ("rtsp://admin:p%40ss@cam/1", "admin", "p@ss", "rtsp://cam/1"),
        ("rtsp://admin:p@ss:w/o#rd@cam/1", "admin", "p@ss:w/o#rd", "rtsp://cam/1"),
        ("rtsp://admin@cam/1", "admin", None, "rtsp://cam/1"),
        ("rtsp://cam/1", None, None, "rtsp://cam/1"),
        ("file.mp4", None, None, "file.mp4"),
        ("rtsp://admin:12/4?5%@10.0.0.2/1", "admin", "12/4?5%", "rtsp://10.0.0.2/1"),
        ("rtsp://admin:p@ss/w@localhost/1", "admin", "p@ss/w", "rtsp://localhost/1"),
        ("rtsp://admin:@cam/1", "admin", "", "rtsp://cam/1"),
        ("rtsp://cam/1@x", None, None, "rtsp://cam/1@x"),
        ("rtsp://cam/1?mail=a@x", None, None, "rtsp://cam/1?mail=a@x"),
        ("rtsp://10.0.0.2:554/1@x", None, None, "rtsp://10.0.0.2:554/1@x"),
        ("rtsp://[fe80::2]:554/1@x", None, None, "rtsp://[fe80::2]:554/1@x"),
        ("rtsp://go2rtc:8554/1@x", None, None, "rtsp://go2rtc:8554/1@x"),
        ("rtsp://admin:p@ss@10.0.0.2/1@x", "admin", "p@ss", "rtsp://10.0.0.2/1@x"),
        ("rtsp://admin:pass@cam:554/1@x", "admin", "pass", "rtsp://cam:554/1@x"),
        (
            "rtsp://10.0.0.2/user=admin_password=a@b_channel=1",
            None,
            None,
            "rtsp://10.0.0.2/user=admin_password=a@b_channel=1",
        ),
        ("file:///home/a@b/1.mp4", None, None, "file:///home/a@b/1.mp4"),
    ],
)
def test_credentials_are_read_as_people_type_them(text, user, password, location):
    url = SourceUrl(text)
    assert (url.user, url.password, url.location) == (user, password, location)
    assert url.reveal() == text


_PASSWORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Z", "C"), exclude_characters="\"'<>"), min_size=4
)


@given(_PASSWORDS)
def test_no_password_is_ever_shown(password):
    password = f"Q7{password}"
    url = SourceUrl(f"rtsp://admin:{password}@camera.example:554/profile2/media.smp")
    for shown in (str(url), repr(url), f"{url}", redact(f"could not open {url.reveal()} today")):
        assert password not in shown
        assert "camera.example:554/profile2/media.smp" in shown


@pytest.mark.parametrize("password", ["it's", 'a"b', "a b", "<a>", "a\nb"])
def test_a_password_with_quotes_or_blanks_is_not_shown_either(password):
    assert str(SourceUrl(f"rtsp://admin:{password}@cam/1")) == "rtsp://admin:***@cam/1"


@pytest.mark.parametrize("first", ["rtsp://a:s3cret@10.0.0.1/1", "rtsp://10.0.0.1/1", "rtsp://a@10.0.0.1/1", "1.mp4"])
def test_of_urls_that_were_pasted_together_no_password_is_shown(first):
    assert "s3cret" not in str(SourceUrl(f"{first},rtsp://b:s3cret@cam/2"))


def test_text_without_a_password_stays_as_it_is():
    text = "see http://127.0.0.1:8000/ and mail me@example.org; rtsp://cam:554/1"
    assert redact(text) == text


@pytest.mark.parametrize(
    ("shown", "url"),
    [
        ("http://cam/video.cgi?user=admin&pwd=***&rate=0", "http://cam/video.cgi?user=admin&pwd=hunter2&rate=0"),
        (
            "rtsp://cam/user=admin_password=***_channel=1_stream=0.sdp?real_stream",
            "rtsp://cam/user=admin_password=tl_Jwpbo6_channel=1_stream=0.sdp?real_stream",
        ),
        ("rtsp://cam/user=admin&password=***&channel=1", "rtsp://cam/user=admin&password=hunter2&channel=1"),
        ("http://cam/flv?app=bcs&Password=*** is away", "http://cam/flv?app=bcs&Password=hunter2 is away"),
        ("https://hook.example/x?access_token=***", "https://hook.example/x?access_token=hunter2"),
        ("rtsp://cam/1?profile=2&monkey=1", "rtsp://cam/1?profile=2&monkey=1"),
    ],
)
def test_a_password_among_the_parameters_is_hidden(shown, url):
    assert redact(url) == shown
    assert str(SourceUrl(url)) == shown


def test_stars_among_the_parameters_are_no_password():
    assert SourceUrl("http://cam/video.cgi?user=admin&pwd=***").hides_password
    assert not SourceUrl("http://cam/video.cgi?user=admin&pwd=hunter2").hides_password


def test_every_url_of_a_line_is_redacted():
    assert redact("rtsp://a:b@c/1 rtsp://d:e@f/2") == "rtsp://a:***@c/1 rtsp://d:***@f/2"


@pytest.mark.parametrize(
    ("shown", "taken"),
    [
        ("rtsp://admin:***@cam:554/2", "rtsp://admin:p@ss:w/o#rd@cam:554/2"),
        ("rtsp://other:***@CAM:554/2", "rtsp://other:p@ss:w/o#rd@CAM:554/2"),
        ("rtsp://admin:***@elsewhere:554/2", None),
        ("rtsp://admin:***@cam:555/2", None),
        ("rtsp://admin:new@cam:554/2", None),
        ("rtsp://cam:554/2", None),
    ],
)
def test_a_password_that_is_not_typed_again_is_kept_for_the_same_place_only(shown, taken):
    kept = SourceUrl("rtsp://admin:p@ss:w/o#rd@cam:554/1")
    assert SourceUrl(shown).with_password_of(kept).reveal() == (taken or shown)


@given(_PASSWORDS)
def test_what_is_shown_of_a_url_stands_for_the_whole_of_it(password):
    url = SourceUrl(f"rtsp://admin:{password}@camera.example:554/profile2/media.smp")
    assert SourceUrl(str(url)).with_password_of(url) == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://hooks.test/s3cret?s3cret#s3cret", "https://hooks.test/***"),
        ("https://s3cret:s3cret@hooks.test:8443/x", "https://hooks.test:8443/***"),
        ("https://hooks.test?s3cret", "https://hooks.test/***"),
        ("https://hooks.test#@s3cret", "https://hooks.test/***"),
        ("s3cret", "***"),
    ],
)
def test_of_a_secret_url_only_the_host_is_shown(url, shown):
    assert str(SecretUrl(url)) == shown
    assert repr(SecretUrl(url)) == f"SecretUrl({shown!r})"
    assert SecretUrl(url).reveal() == url


def test_a_password_among_the_parameters_is_kept_for_the_same_place_only():
    kept = SourceUrl("http://cam/mjpeg?user=admin&pwd=s3cret&size=1")
    shown = SourceUrl("http://cam/mjpeg?user=admin&pwd=***&size=2")
    assert shown.with_password_of(kept).reveal() == "http://cam/mjpeg?user=admin&pwd=s3cret&size=2"
    elsewhere = SourceUrl("http://other/mjpeg?pwd=***").with_password_of(kept)
    assert (elsewhere.reveal(), elsewhere.hides_password) == ("http://other/mjpeg?pwd=***", True)
    assert SourceUrl(str(kept)).with_password_of(kept) == kept
