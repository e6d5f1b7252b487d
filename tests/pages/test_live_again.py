"""A page that is left open while the server is away, as over a night or an update."""

from __future__ import annotations

import re

from playwright.sync_api import expect

_SHOWN = re.compile(r"^[1-9]\d*$")
_KEEP_SOCKETS = """
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
        constructor(address) {
            super(address);
            sockets.push(this);
        }
    };
"""


def test_video_comes_back_by_itself_once_the_server_answers_again(browser, url, first_visit):
    page = browser.new_page(locale="en-US", storage_state=first_visit)
    page.context.add_init_script(_KEEP_SOCKETS)
    page.goto(url)
    card = page.locator("article[data-camera='demo']")
    screen = card.locator(".screen-inside")
    expect(screen).to_have_attribute("data-frames", _SHOWN)
    expect(card.locator(".chips button").first).to_be_visible()

    page.context.set_offline(True)
    # Chromium leaves open what is open when it goes offline; a server that ends closes it.
    page.evaluate("sockets.forEach((socket) => socket.dispatchEvent(new CloseEvent('close')))")
    expect(page.locator("#summary")).to_have_text("Rollcall does not answer. Is it running?")
    expect(card.locator(".state")).to_have_text("No answer")
    expect(card.locator(".chips button")).to_have_count(0)
    # So long that the page has given the video up.
    expect(screen).to_have_attribute("data-mode", "pictures")

    page.context.set_offline(False)
    expect(card.locator(".state")).to_have_text("Live")
    expect(screen).to_have_attribute("data-mode", "video")
    expect(screen).to_have_attribute("data-frames", _SHOWN)
    page.close()
