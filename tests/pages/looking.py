"""Pages of a server of our own, looked at by a browser whose scripts must not fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

__all__ = ["PHONE", "looking"]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@contextmanager
def looking(browser: Browser, url: str) -> Iterator[Callable[..., Page]]:
    """Return what opens a page of ``url``; a mistake in its scripts fails the test at its end."""
    mistakes: list[str] = []
    contexts = []

    def open_page(path: str, **options: object) -> Page:
        contexts.append(browser.new_context(**{"locale": "en-US", "base_url": url} | options))  # type: ignore[arg-type]
        page: Page = contexts[-1].new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert mistakes == []
