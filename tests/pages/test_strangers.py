"""The strangers page: an inbox that is emptied by single keys or clicks, and a past that follows."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from playwright.sync_api import expect

from identity.faces import photo
from pages.looking import looking
from rollcall.config import VisionSettings
from rollcall.identity import Encounter
from rollcall.model import Sighting
from rollcall.vision import load_pack, read_image
from web.serving import served_system

_NOON = 1_800_000_000.0
_ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts" / "pages"
_PEOPLE = ("amy", "leonard", "raj")
_LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 800}},
    "phone-dark-korean": {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark", "locale": "ko-KR"},
}
_WIDER_THAN_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def pack(models_dir):
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture(scope="module")
def served(pack, shared_dir, tmp_path_factory):
    """A server whose inbox holds three people who came twice each: Stranger 1, 2 and 3, the last one newest."""
    with served_system(pack, tmp_path_factory.mktemp("data"), (), {"auth": False}) as served:
        for place, folder in enumerate(_PEOPLE):
            for shot, file in enumerate(sorted((shared_dir / "data/portraits/tv_cast" / folder).iterdir())[:2]):
                _come(served.system, place, shot, read_image(file))
        yield served


def _come(system, place, shot, image):
    start = _NOON + place * 100 + shot
    snapshot = cv2.resize(image, (160, 160), interpolation=cv2.INTER_AREA)
    sighting = system.store.sightings.add(Sighting("door", 1, start, start + 5, snapshot=snapshot))
    system.strangers.add(Encounter(sighting, start + 5, photo(place, shot, noise=0.5), 1.5))


@pytest.fixture
def look(browser, served):
    """Open a page; a mistake in its scripts fails the test."""
    with looking(browser, served.url) as open_page:
        yield open_page


@pytest.mark.parametrize("name", _LOOKS)
def test_inbox_fits_the_window(look, name):
    page = look("/strangers", **_LOOKS[name])
    expect(page.locator(".strangers li")).to_have_count(3)
    page.wait_for_load_state("networkidle")
    _ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=_ARTIFACTS / f"strangers-{name}.png")
    assert not page.evaluate(_WIDER_THAN_WINDOW)


def test_details_show_every_sighting_and_take_apart_what_is_not_the_same_person_or_put_it_back(look):
    page = look("/strangers")
    expect(page.locator(".strangers li").first).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.locator("#stranger")
    expect(dialog.get_by_role("heading", name="Stranger 3")).to_be_visible()
    expect(dialog.locator(".seen li")).to_have_count(2)
    dialog.get_by_role("button", name="Not the same person").first.click()
    expect(dialog.locator(".seen li")).to_have_count(1)
    page.locator("#notices").get_by_role("button", name="Undo").click()
    expect(dialog.locator(".seen li")).to_have_count(2)
    dialog.get_by_role("button", name="Not the same person").first.click()
    expect(dialog.locator(".seen li")).to_have_count(1)
    dialog.get_by_role("button", name="Close").click()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 5", "Stranger 3", "Stranger 2", "Stranger 1"])


def test_one_key_merges_and_offers_others_to_choose_from(look):
    page = look("/strangers")
    expect(page.locator(".strangers li").first).to_be_focused()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Who of these is Stranger 5?")).to_be_visible()
    page.locator("#merging").get_by_role("button", name="Stranger 3").click()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 3", "Stranger 2", "Stranger 1"])


def test_undo_makes_two_again_of_who_was_made_one(look):
    page = look("/strangers")
    expect(page.locator(".strangers li").first).to_be_focused()
    page.keyboard.press("m")
    page.locator("#merging").get_by_role("button", name="Stranger 2").click()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 2", "Stranger 1"])
    page.locator("#notices").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Stranger 2 and Stranger 3 are two again.")).to_be_visible()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 3", "Stranger 2", "Stranger 1"])
    expect(page.locator("[data-stranger='3'] p")).to_contain_text("Seen: 2×")


def test_one_key_ignores_and_undo_or_another_list_brings_back(look):
    page = look("/strangers")
    expect(page.locator(".strangers li").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 3", "Stranger 1"])
    page.keyboard.press("Control+z")
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 3", "Stranger 2", "Stranger 1"])
    expect(page.locator("[data-stranger='2']")).to_be_focused()
    page.locator("[data-stranger='2']").get_by_role("button", name="Ignore").click()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 3", "Stranger 1"])
    page.get_by_label("Which").select_option("Ignored")
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 2"])
    page.get_by_role("button", name="Heed again").click()
    expect(page.get_by_role("heading", name="Nobody is ignored")).to_be_visible()


def test_named_stranger_is_named_in_the_past_and_a_person_from_now_on(look):
    page = look("/strangers")
    expect(page.locator(".strangers li").first).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("이서연")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stranger 3 is 이서연 now, in 2 sightings.")).to_be_visible()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 2", "Stranger 1"])
    page.goto("/history")
    expect(page.locator("tbody .known")).to_have_text(["이서연", "이서연"])
    page.goto("/people")
    expect(page.get_by_role("button", name="이서연")).to_contain_text("Photos: 2")


def test_undo_takes_a_wrong_name_off_every_sighting(look):
    page = look("/strangers")
    expect(page.locator(".strangers li").first).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("이서연")
    page.keyboard.press("Enter")
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 1"])
    page.locator("#notices").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Stranger 2 has no name again.")).to_be_visible()
    expect(page.locator(".strangers h2")).to_have_text(["Stranger 2", "Stranger 1"])
    page.goto("/history")
    expect(page.locator("tbody .known")).to_have_count(2)
    page.goto("/people")
    expect(page.get_by_role("button", name="이서연")).to_contain_text("Photos: 2")


def test_history_takes_a_wrong_name_back_by_one_click_and_gives_it_again_by_another(look):
    page = look("/history")
    page.locator("tbody .known").first.click()
    page.get_by_role("button", name="Not 이서연").click()
    expect(page.locator("tbody .known")).to_have_count(1)
    page.locator("#notices").get_by_role("button", name="This is 이서연").click()
    expect(page.locator("tbody .known")).to_have_count(2)
    page.locator("tbody .known").first.click()
    page.get_by_role("button", name="Not 이서연").click()
    expect(page.locator("tbody .known")).to_have_count(1)
    page.goto("/people")
    expect(page.get_by_role("button", name="이서연")).to_contain_text("Photos: 1")


def test_empty_inbox_says_what_comes_next(look, served):
    for stranger in served.system.store.strangers.page().items:
        served.system.strangers.erase(stranger.id, "tests")
    page = look("/strangers")
    expect(page.get_by_role("heading", name="Nobody waits for a name")).to_be_visible()
