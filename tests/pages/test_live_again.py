"""A page that is left open while the server is away, as over a night or an update."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from rollcall.bench.capture.proxy import FaultProxy

_SHOWN = re.compile(r"^[1-9]\d*$")


@pytest.fixture
def network(url):
    """What lies between the browser and the program, and can be taken away."""
    with FaultProxy(urlsplit(url).port) as network:
        yield network


def test_video_comes_back_by_itself_once_the_server_answers_again(browser, network, first_visit):
    page = browser.new_page(locale="en-US", storage_state=first_visit)
    page.goto(f"http://127.0.0.1:{network.port}")
    card = page.locator("article[data-camera='demo']")
    screen = card.locator(".screen-inside")
    expect(screen).to_have_attribute("data-frames", _SHOWN)
    expect(card.locator(".chips button").first).to_be_visible()

    network.refuse()
    expect(page.locator("#summary")).to_have_text("Rollcall does not answer. Is it running?")
    expect(card.locator(".state")).to_have_text("No answer")
    expect(card.locator(".chips button")).to_have_count(0)
    # So long that the page has given the video up.
    expect(screen).to_have_attribute("data-mode", "pictures")

    network.heal()
    expect(card.locator(".state")).to_have_text("Live")
    expect(screen).to_have_attribute("data-mode", "video")
    expect(screen).to_have_attribute("data-frames", _SHOWN)

    # A server without power hangs up on nobody; what was shown last would pass for what is there now.
    network.stall()
    expect(page.locator("#summary")).to_have_text("Rollcall does not answer. Is it running?")
    expect(card.locator(".state")).to_have_text("No answer")
    network.heal()
    expect(card.locator(".state")).to_have_text("Live")
    expect(screen).to_have_attribute("data-frames", _SHOWN)
    page.close()
