"""More cameras than a browser has connections to one server, none of whose video it can play."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pages.looking import looking
from rollcall.config import CameraSettings, VisionSettings
from rollcall.redaction import SourceUrl
from rollcall.vision import load_pack
from web.serving import served_system

_CONNECTIONS = 6
"""What browsers open to one server over HTTP/1.1, WebSockets aside."""
_WIDTH = "64"
_SHOWN_WIDTH = """async (image) => {
    while (!image.naturalWidth) await new Promise(requestAnimationFrame);
    return String(image.naturalWidth);
}"""


@pytest.fixture(scope="module")
def served(models_dir, tmp_path_factory):
    url = SourceUrl(f"test://?size={_WIDTH}x48&fps=2")
    cameras = tuple(CameraSettings(name=f"hall-{number}", url=url) for number in range(_CONNECTIONS))
    pack = load_pack(VisionSettings(models=models_dir, threads=1))
    with served_system(pack, tmp_path_factory.mktemp("data"), cameras, {"auth": False}) as served:
        yield served


def test_all_are_shown_and_the_page_can_still_ask(browser, served):
    with looking(browser, served.url) as look:
        page = look("/")
        images = page.locator(".screen-inside[data-mode='pictures'] img")
        expect(images).to_have_count(_CONNECTIONS)
        assert [image.evaluate(_SHOWN_WIDTH) for image in images.all()] == [_WIDTH] * _CONNECTIONS
        with page.expect_response("**/api/v1/cameras") as answer:
            pass
        assert answer.value.ok
