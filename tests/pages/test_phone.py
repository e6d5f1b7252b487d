"""What a thumb meets: a narrow window, long names in any script, and lists that are longer than a page."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from pages.looking import PHONE, looking
from rollcall.config import CameraSettings, VisionSettings
from rollcall.model import Sighting
from rollcall.redaction import SourceUrl
from rollcall.vision import load_pack
from web.serving import served_system

_NOON = 1_800_000_000.0
_LONG = "Wolfeschlegelsteinhausenbergerdorff Maria-Magdalena von Hohenzollern"
_NAMES = (_LONG, "محمد عبد الله بن عبد الرحمن الراشد", "김하나", "🦊 박서준", "가" * 120)
_CROWD = 130
_PAGE = 60
"""Items that a list asks for at a time."""
_WIDER_THAN_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_LEAST_TARGET = 44
"""Pixels; WCAG 2.5.5 and what Apple and Google ask for."""
_TOO_SMALL = """least => [...document.querySelectorAll("button, select, summary, nav a, .button, input:not([hidden])")]
    .filter(each => each.offsetParent && each.getBoundingClientRect().height < least)
    .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def served(models_dir, tmp_path_factory):
    """A server with a camera that is not there, and more people than one page of the list holds, some by long names."""
    pack = load_pack(VisionSettings(models=models_dir, threads=1))
    cameras = (CameraSettings(name="현관-엘리베이터-앞", url=SourceUrl("rtsp://127.0.0.1:9/nobody")),)
    with served_system(pack, tmp_path_factory.mktemp("data"), cameras, {"auth": False}) as served:
        store = served.system.store
        for place, name in enumerate([*_NAMES, *(f"Somebody {number:03d}" for number in range(_CROWD))]):
            person = store.people.add(name)
            if name in _NAMES:
                start, shot = _NOON + place, np.full((64, 64, 3), 128, np.uint8)
                store.sightings.add(
                    Sighting("door", place, start, start + 5, person=person, name=name, score=0.7, snapshot=shot)
                )
        yield served


@pytest.fixture
def look(browser, served):
    with looking(browser, served.url) as open_page:
        yield open_page


@pytest.mark.parametrize("path", ["/", "/people", "/history", "/strangers", "/cameras", "/settings", "/status"])
def test_long_names_fit_a_phone_and_everything_is_large_enough_for_a_thumb(look, path):
    page = look(path, **PHONE)
    expect(page.locator(".empty, .faces li, tbody tr, .card").first).to_be_visible()
    assert not page.evaluate(_WIDER_THAN_WINDOW)
    assert page.evaluate(_TOO_SMALL, _LEAST_TARGET) == []


def test_a_name_without_a_gap_fits_a_desk_too(look):
    page = look("/history")
    expect(page.locator("tbody tr")).to_have_count(len(_NAMES))
    assert not page.evaluate(_WIDER_THAN_WINDOW)
    assert page.locator("table").evaluate("table => table.offsetWidth <= table.parentElement.clientWidth")


def test_dialog_of_a_person_fits_a_phone_and_opens_no_keyboard(look):
    page = look("/people", **PHONE)
    page.get_by_label("Search by name").fill("Wolfe")
    page.get_by_role("button", name=_LONG).tap()
    dialog = page.get_by_role("dialog", name=_LONG)
    expect(dialog).to_be_focused()
    for line in dialog.locator("summary").all():
        line.tap()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert page.evaluate(_TOO_SMALL, _LEAST_TARGET) == []
    dialog.get_by_role("button", name="Close").tap()
    expect(page.get_by_role("button", name=_LONG)).to_be_focused()


def test_a_tap_anywhere_on_a_line_of_the_history_opens_it(look):
    page = look("/history", **PHONE)
    page.locator("tbody tr", has_text=_LONG).locator("img").tap()
    dialog = page.get_by_role("dialog", name=_LONG)
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert page.evaluate(_TOO_SMALL, _LEAST_TARGET) == []


def test_trouble_is_told_at_the_top_of_every_page_by_a_link_to_what_it_is(look):
    page = look("/people", **PHONE)
    page.get_by_role("link", name="Something needs attention").tap()
    expect(page.get_by_text("Check address, port and network.")).to_be_visible()


def test_first_key_leads_past_the_navigation(look):
    page = look("/people")
    expect(page.get_by_role("button", name="Add person")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search by name")).to_be_focused()


def test_a_long_list_stays_where_it_is_while_somebody_is_renamed(look):
    page = look("/people")
    tiles = page.locator(".faces li")
    for shown in (_PAGE, 2 * _PAGE):
        expect(tiles).to_have_count(shown)
        page.mouse.wheel(0, 100_000)
    expect(tiles).to_have_count(_CROWD + len(_NAMES))
    page.get_by_role("button", name="Somebody 120").click()
    dialog = page.locator("#person")
    dialog.locator("summary", has_text="Rename").click()
    dialog.get_by_label("Name", exact=True).fill("Somebody 12x")
    dialog.get_by_role("button", name="Rename").click()
    expect(dialog.get_by_role("heading", name="Somebody 12x")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Somebody 12x")).to_be_focused()
    expect(tiles).to_have_count(_CROWD + len(_NAMES))


def test_two_people_who_were_made_one_are_two_again_after_one_tap(look):
    page = look("/people", **PHONE)
    page.get_by_label("Search by name").fill("Somebody 10")
    tiles = page.locator(".faces li")
    expect(tiles).to_have_count(10)
    page.get_by_role("button", name="Somebody 100").click()
    dialog = page.locator("#person")
    dialog.locator("summary", has_text="Merge").click()
    dialog.get_by_role("searchbox").fill("Somebody 101")
    expect(dialog.get_by_role("combobox", name="Merge with another person")).to_have_text("Somebody 101")
    dialog.get_by_role("button", name="Merge").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Merge").click()
    expect(tiles).to_have_count(9)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("They are two people again; Somebody 101 is back.")).to_be_visible()
    expect(tiles).to_have_count(10)


def test_history_finds_somebody_by_a_part_of_the_name_and_keeps_the_choice_in_its_address(look):
    page = look("/history")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(len(_NAMES))
    page.get_by_label("Search by name").fill("하나")
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Person").locator(":checked")).to_have_text("김하나")
    page.reload()
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Person").locator(":checked")).to_have_text("김하나")
    page.get_by_label("Search by name").fill("nobody at all")
    expect(page.get_by_role("heading", name="Nobody was seen")).to_be_visible()
    page.get_by_label("Search by name").fill("")
    expect(rows).to_have_count(len(_NAMES))


def test_somebody_behind_the_first_hundred_can_be_chosen(look):
    page = look("/history")
    choice = page.get_by_label("Person")
    expect(choice.locator("option", has_text="Others: type a name")).to_have_count(1)
    expect(choice.locator("option", has_text=f"Somebody {_CROWD - 1}")).to_have_count(0)
    page.get_by_label("Search by name").fill(f"somebody {_CROWD - 1}")
    expect(choice.locator(":checked")).to_have_text(f"Somebody {_CROWD - 1}")
    expect(page.get_by_role("heading", name="Nobody was seen")).to_be_visible()
