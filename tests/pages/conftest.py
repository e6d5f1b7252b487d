"""The program with a camera that plays two people, and browsers that look at its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from pages.program import CHROMIUM, CHROMIUM_ARGUMENTS, run_program

PASSWORD = "a long enough password"
_HERE = Path(__file__).parent
_PATIENCE_MILLISECONDS = 60_000
"""Two cores that recognise faces and draw a browser's pages in software."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Look at the pages last: program and browser go on from here to the end, and would slow what comes after."""
    items.sort(key=lambda item: _HERE in item.path.parents)


@pytest.fixture(scope="session")
def people(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gallery of one known person with a Korean name, and another one."""
    photos, gallery = shared_dir / "data" / "portraits" / "tv_cast", tmp_path_factory.mktemp("gallery")
    for folder, name in (("penny", "김하나"), ("sheldon", "Sheldon")):
        (gallery / name).mkdir()
        shutil.copy(photos / folder / f"{folder}1.png", gallery / name)
    return gallery


@pytest.fixture(scope="session")
def link(models_dir: Path, people: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The link that the program prints at its first start; the program runs for as long as the tests."""
    environment = {"ROLLCALL_MODELS": str(models_dir)}
    data = tmp_path_factory.mktemp("data")
    with run_program("--gallery", str(people), "--data", str(data), environment=environment) as address:
        yield address


@pytest.fixture(scope="session")
def url(link: str) -> str:
    """Where the pages are."""
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.is_file():
        pytest.skip(f"needs a browser at {CHROMIUM}, which is not here")
    expect.set_options(timeout=_PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def first_visit(browser: Browser, link: str) -> StorageState:
    """What the browser of the first visitor keeps, who opened the link and chose a password."""
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.goto(link)
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The password is saved.")).to_be_visible()
        return context.storage_state()


@pytest.fixture
def visit(browser: Browser, url: str, first_visit: StorageState) -> Iterator[Callable[..., Page]]:
    """Open a page of the signed-in visitor; a mistake in a page's scripts fails the test."""
    mistakes: list[str] = []
    with ExitStack() as ending:

        def open_page(path: str, *, before: str = "", **options: object) -> Page:
            context: BrowserContext = browser.new_context(
                **{"locale": "en-US", "storage_state": first_visit, "base_url": url} | options  # type: ignore[arg-type]
            )
            ending.callback(context.close)
            context.add_init_script(before)
            page = context.new_page()
            page.on("pageerror", lambda error: mistakes.append(str(error)))
            page.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
            page.goto(path)
            return page

        yield open_page
    assert mistakes == []
