"""What differs between systems, as far as it can be told on one of them."""

from __future__ import annotations

import pytest

from rollcall.capture.sources.kinds import path_in
from rollcall.capture.sources.webcams import device_of


@pytest.mark.parametrize(
    ("platform", "element", "properties"),
    [
        ("linux", "v4l2src", {"device": "/dev/video2"}),
        ("win32", "mfvideosrc", {"device_index": 2}),
        ("darwin", "avfvideosrc", {"device_index": 2}),
    ],
)
def test_each_system_opens_webcams_its_own_way(platform, element, properties):
    assert device_of(2, platform) == (element, properties)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///home/ada/party.mp4", "/home/ada/party.mp4"),
        ("file:///C:/Users/Ada/my%20party.mp4", "C:/Users/Ada/my party.mp4"),
        ("file:///C:", "C:"),
        ("file:///%EC%98%81%EC%83%81.mp4", "/영상.mp4"),
        ("file:///C/x.mp4", "/C/x.mp4"),
    ],
)
def test_a_url_of_a_file_is_a_path_of_its_system(url, path):
    assert path_in(url) == path
