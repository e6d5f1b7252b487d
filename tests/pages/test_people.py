"""What is known of people besides their photos: said on the page of a person, found and ordered on the page of all."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from pages.looking import looking
from rollcall.config import VisionSettings
from rollcall.model import Sighting
from rollcall.vision import load_pack
from web.serving import served_system

_HOURS = 3 * 3600 + 60


@pytest.fixture(scope="module")
def served(models_dir, tmp_path_factory):
    """A server with three people, two of whom were seen: Cem today, Ada long ago."""
    pack = load_pack(VisionSettings(models=models_dir, threads=1))
    with served_system(pack, tmp_path_factory.mktemp("data"), (), {"auth": False}) as served:
        store = served.system.store
        for name, seen, tags in (("Ada", 1_000_000_000.0, ["staff"]), ("Bob", None, []), ("Cem", time.time(), [])):
            person = store.people.add(name, tags=tags)
            if seen:
                store.sightings.add(Sighting("door", 1, seen - _HOURS - 5, seen - _HOURS, person=person, name=name))
        yield served


@pytest.fixture
def look(browser, served):
    with looking(browser, served.url) as open_page:
        yield open_page


def test_people_are_counted_and_come_in_the_order_that_is_chosen_and_kept_in_the_address(look):
    page = look("/people")
    expect(page.get_by_role("status").first).to_have_text("People: 3")
    expect(page.locator(".faces .name")).to_have_text(["Ada", "Bob", "Cem"])
    page.get_by_label("Order").select_option("Seen last")
    expect(page.locator(".faces .name")).to_have_text(["Cem", "Ada", "Bob"])
    expect(page.locator(".faces li").first).to_contain_text("Seen 3 hours ago")
    page.reload()
    expect(page.locator(".faces .name")).to_have_text(["Cem", "Ada", "Bob"])
    page.get_by_label("Search by name").fill("b")
    expect(page.get_by_role("status").first).to_have_text("People: 1")


def test_tags_notes_and_whether_somebody_is_looked_for_are_said_shown_and_found(look, served):
    page = look("/people")
    page.locator(".faces button", has_text="Bob").click()
    dialog = page.locator("#person")
    dialog.locator("summary", has_text="Tags, notes and more").click()
    dialog.get_by_label("Tags", exact=False).first.fill("family, ")
    dialog.get_by_role("button", name="staff", exact=True).click()
    dialog.get_by_label("Notes").fill("Comes by bicycle")
    dialog.get_by_label("Before the cameras").select_option("is not recognised: counts as a stranger")
    dialog.get_by_role("button", name="Close").click()
    question = page.get_by_role("alertdialog", name="Leave without saving what was changed?")
    question.get_by_role("button", name="Cancel").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".details dd")).to_have_text(
        ["family, staff", "Comes by bicycle", "is not recognised: counts as a stranger"]
    )
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".faces li", has_text="Bob")).to_contain_text("Not recognised")
    page.get_by_label("Which").select_option("Tag: family")
    expect(page.locator(".faces .name")).to_have_text(["Bob"])
    page.get_by_label("Which").select_option("Not recognised")
    expect(page.locator(".faces .name")).to_have_text(["Bob"])
    record = served.system.store.people.find("Bob")
    assert (record.tags, record.notes, record.active) == (("family", "staff"), "Comes by bicycle", False)


def test_focus_goes_on_with_the_next_one_where_somebody_is_erased(look, served):
    served.system.store.people.add("Abe")
    page = look("/people?text=a")
    page.get_by_role("button", name="Abe").press("Enter")
    page.locator("#person summary", has_text="Erase").press("Enter")
    page.locator("#person").get_by_role("button", name="Erase for good").press("Enter")
    page.locator(".confirm").get_by_role("button", name="Erase for good").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("People: 1")
    expect(page.get_by_role("button", name="Ada")).to_be_focused()


def test_which_of_two_namesakes_is_asked_where_somebody_is_named(look, served):
    store = served.system.store
    _, second = (store.people.add("김민수", tags=[tag]) for tag in ("개발팀", "영업팀"))
    now = time.time()
    sighting = store.sightings.add(Sighting("door", 2, now - 60, now - 50))
    page = look("/history")
    page.get_by_role("button", name="Details of Unknown").click()
    dialog = page.locator("#sighting")
    dialog.get_by_role("combobox", name="Name this person").fill("김민수")
    dialog.get_by_role("button", name="Save").click()
    which = dialog.get_by_label("Which 김민수?")
    expect(which).to_be_focused()
    which.select_option("김민수 · 영업팀 · Photos: 0")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    assert store.sightings.get(sighting).person == second
