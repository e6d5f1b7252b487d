"""What a visitor does with the pages, from the first link to signing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pages.conftest import PASSWORD

_MOST_FRAMES = 500
_AT_LEAST_FIFTY = re.compile(r"^([5-9]\d|\d{3,})$")
_EXACT = 5
_TICK = 1 / 90_000
_DEMO_WIDTH = 1280
_ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts" / "pages"
_PAGES = {
    "live": "/",
    "people": "/people",
    "history": "/history",
    "cameras": "/cameras",
    "settings": "/settings",
    "health": "/status",
}
_LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 800}},
    "dark-korean": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark", "locale": "ko-KR"},
    "phone": {"viewport": {"width": 390, "height": 800}},
    "phone-dark-korean": {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark", "locale": "ko-KR"},
}
_NO_MEDIA_SOURCE = "delete window.MediaSource"
_WIDER_THAN_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_nobody_sees_a_page_without_signing_in(browser, url):
    page = browser.new_page(locale="en-US")
    page.goto(f"{url}/people")
    expect(page).to_have_url(f"{url}/login?next=/people")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    page.close()


@pytest.mark.usefixtures("first_visit")
def test_password_of_the_first_visit_signs_in_again_and_signing_out_ends_it(browser, url):
    page = browser.new_page(locale="en-US")
    page.goto(f"{url}/login?next=/people")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.locator("#account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{url}/login")
    page.goto(f"{url}/people")
    expect(page).to_have_url(f"{url}/login?next=/people")
    page.close()


def test_live_video_plays_the_camera_s_own_frames_with_a_named_box(visit):
    page = visit("/")
    screen = page.locator(".screen-inside")
    expect(page.locator(".chips .known").first).to_be_visible()
    expect(screen).to_have_attribute("data-mode", "video")
    expect(screen).to_have_attribute("data-frames", _AT_LEAST_FIFTY)
    expect(screen).to_have_attribute("data-error", re.compile(r"\d"))
    expect(page.locator("#summary")).to_contain_text(re.compile("김하나|Sheldon"))


def test_boxes_are_drawn_on_the_frame_that_they_belong_to(visit):
    page = visit("/")
    exact = page.evaluate(
        """async ([most, wanted, tick]) => {
            const { Overlay } = await import("/static/overlay.js");
            const draw = Overlay.prototype.draw;
            let frames = 0;
            let exact = 0;
            return new Promise((done) => {
                Overlay.prototype.draw = function (time) {
                    const scene = draw.call(this, time);
                    frames += 1;
                    exact += scene !== null && Math.abs(scene.pts - time) < tick;
                    if (exact === wanted || frames === most) done(exact);
                    return scene;
                };
            });
        }""",
        [_MOST_FRAMES, _EXACT, _TICK],
    )
    # Not every frame is analysed; one that is shows the boxes that were found in it, not those of a neighbour.
    assert exact == _EXACT


def test_live_picture_is_mjpeg_where_video_cannot_be_played(visit):
    page = visit("/", before=_NO_MEDIA_SOURCE)
    expect(page.locator(".screen-inside")).to_have_attribute("data-mode", "pictures")
    # The pages' own policy forbids Playwright's wait_for_function, which evaluates text.
    width = page.locator(".screen-inside img").evaluate(
        """async (image) => {
            while (!image.naturalWidth) await new Promise(requestAnimationFrame);
            return image.naturalWidth;
        }"""
    )
    assert width == _DEMO_WIDTH


def test_somebody_before_the_camera_is_explained(visit):
    page = visit("/")
    page.locator(".chips button").first.click()
    dialog = page.locator("#track")
    expect(dialog.get_by_text("Most like")).to_be_visible()
    expect(dialog.get_by_text("Needed for a name")).to_be_visible()


def test_photo_of_a_new_person_is_taken_and_a_bad_one_answered_for(visit, shared_dir, tmp_path):
    (tmp_path / "no picture.jpg").write_bytes(b"not a picture")
    photo = shared_dir / "data" / "portraits" / "tv_cast" / "amy" / "amy1.png"
    page = visit("/people")
    page.get_by_label("Name of a new person").fill("이서연")
    page.get_by_role("button", name="Add person").click()
    page.locator("#person input[type=file]").set_input_files([photo, tmp_path / "no picture.jpg"])
    answers = page.locator("#person .answers li")
    expect(answers).to_have_text(["amy1.png: Taken", "no picture.jpg: This file is not a picture that can be read."])
    expect(page.locator("#person .photos img")).to_have_count(1)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="이서연")).to_contain_text("Photos: 1")


def test_person_is_erased_only_after_a_question(visit):
    page = visit("/people")
    page.get_by_label("Name of a new person").fill("Somebody else")
    page.get_by_role("button", name="Add person").click()
    page.locator("#person summary", has_text="Erase").click()
    for answer in ("Cancel", "Erase for good"):
        page.locator("#person").get_by_role("button", name="Erase for good").click()
        page.locator(".confirm").get_by_role("button", name=answer).click()
        expect(page.locator(".confirm")).to_have_count(0)
    expect(page.get_by_text("Somebody else was erased.")).to_be_visible()
    expect(page.get_by_role("button", name="Somebody else")).to_have_count(0)


def test_history_shows_only_whom_the_filter_names(visit):
    page = visit("/")
    expect(page.locator(".chips .known").first).to_be_visible()
    page.goto("/history")
    name = page.locator("tbody .known").first.inner_text()
    page.get_by_label("Person").select_option(name)
    expect(page.locator("tbody tr").first).to_be_visible()
    expect(page.locator("tbody button").filter(has_not_text=name)).to_have_count(0)
    page.get_by_label("When").select_option("Yesterday")
    expect(page.get_by_role("heading", name="Nobody was seen")).to_be_visible()
    page.get_by_label("When").select_option("Today")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("When").locator(":checked")).to_have_text("Today")
    page.get_by_label("When").select_option("Between…")
    page.get_by_label("From").fill("2100-01-01T00:00")
    expect(page.get_by_role("heading", name="Nobody was seen")).to_be_visible()


def test_history_is_exported_as_it_is_filtered(visit):
    page = visit("/history")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert download.value.path().read_text("utf-8-sig").startswith("id,camera,start,end")


def test_korean_is_chosen_and_remembered(visit):
    page = visit("/")
    page.get_by_label("Language").select_option("한국어")
    expect(page.get_by_role("link", name="실시간")).to_be_visible()
    page.goto("/people")
    expect(page.get_by_role("heading", name="인물")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


@pytest.mark.parametrize("look", _LOOKS)
@pytest.mark.parametrize("name", _PAGES)
def test_page_fits_the_window_in_every_look(visit, name, look):
    page = visit(_PAGES[name], **_LOOKS[look])
    expect(page.locator("main > *").first).to_be_visible()
    page.wait_for_load_state("networkidle") if name not in {"live", "cameras", "health"} else page.wait_for_timeout(
        1500
    )
    _ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=_ARTIFACTS / f"{name}-{look}.png")
    assert not page.evaluate(_WIDER_THAN_WINDOW)
