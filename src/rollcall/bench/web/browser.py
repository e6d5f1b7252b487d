"""The live page in headless Chromium: which frames it shows, how late, and whether boxes lie on their own frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rollcall.bench.live.camera import due_time
from rollcall.bench.live.figures import spread_of
from rollcall.bench.live.scene import FRAMES_PER_SECOND
from rollcall.bench.web.figures import Shown
from rollcall.errors import ConfigError

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

__all__ = ["look", "opened_browser", "shown_of"]

_CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
_SELECTORS = {"video": ".screen-inside video", "pictures": ".screen-inside img"}
_BEFORE = {"video": "", "pictures": "delete window.MediaSource"}
_READ_NUMBERS = Path(__file__).with_name("screen.js").read_text(encoding="utf-8")
_PATIENCE_MILLISECONDS = 60_000
_SETTLE_MILLISECONDS = 3000

Look = tuple[float, float, str]
"""When a picture was shown, in Unix milliseconds; its time in the scene, in milliseconds; how far its boxes are, in
seconds."""


@contextmanager
def opened_browser(link: str) -> Iterator[BrowserContext]:
    """Give a browser that opened the link of the first start. Raises ConfigError where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise ConfigError("The page is measured by playwright: pip install playwright.") from None
    if not _CHROMIUM.is_file():
        raise ConfigError(f"The page is measured in Chromium, which is not at {_CHROMIUM}: apt install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.new_page().goto(link)
        yield context
        browser.close()


def look(context: BrowserContext, url: str, way: str, seconds: float) -> Shown:
    """Look at the live page for a while, with video or with pictures."""
    page = context.new_page()
    page.add_init_script(_BEFORE[way])
    page.goto(url)
    page.wait_for_selector(_SELECTORS[way], timeout=_PATIENCE_MILLISECONDS)
    page.wait_for_timeout(_SETTLE_MILLISECONDS)
    looks = page.evaluate(_READ_NUMBERS, [_SELECTORS[way], 1000 * seconds])
    page.close()
    return shown_of(way, looks)


def shown_of(way: str, looks: Sequence[Look]) -> Shown:
    """Return what the looks of one camera say that is not ahead of the clock."""
    times = [shown / 1000 for shown, _, _ in looks]
    delays = [
        shown - due_time(round(number / 1000 * FRAMES_PER_SECOND), 0, shown)
        for shown, (_, number, _) in zip(times, looks, strict=True)
    ]
    errors = [float(error) * FRAMES_PER_SECOND for _, _, error in looks if error]
    seconds = times[-1] - times[0] if len(times) > 1 else float("nan")
    return Shown(way, (len(times) - 1) / seconds, spread_of(delays), spread_of(errors) if way == "video" else None)
