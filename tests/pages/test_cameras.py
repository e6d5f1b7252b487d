"""What an administrator does on the cameras page: finds, tries, adds, watches, masks and removes a camera."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from capture.discovery.onvif_device import onvif_device
from rollcall.capture import Account, RtspServer
from rollcall.vision import read_image

PASSWORD = "s3cret-word"
_TRIALS = 3
_TABS = 60
_PLAYED = re.compile(r"^[1-9]\d*$")


@pytest.fixture
def camera_url(shared_dir):
    """A camera that wants a password and shows one face in the middle of its picture."""
    face = read_image(shared_dir / "data" / "portraits" / "tv_cast" / "penny" / "penny1.png")
    picture = face[: face.shape[0] // 2 * 2, : face.shape[1] // 2 * 2]
    with RtspServer(account=Account("admin", PASSWORD)) as server:
        yield server.publish_frames("/door", lambda _: picture, (picture.shape[1], picture.shape[0]), 10)


def try_it(form):
    """Test the camera until it works: on a busy machine the first picture may take longer than is waited for it."""
    status = form.get_by_role("status")
    for _ in range(_TRIALS):
        form.get_by_role("button", name="Test").click()
        expect(status).not_to_have_text("Asking the camera…")
        if "It works" in status.inner_text():
            break
    expect(status).to_contain_text("It works: H264")


def at(page, x, y):
    """Return the place in the window of a place in the picture."""
    box = page.locator("#masks svg").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def drag(page, begin, end):
    page.mouse.move(*at(page, *begin))
    page.mouse.down()
    page.mouse.move(*at(page, *end))
    page.mouse.up()


def test_a_camera_is_tried_added_watched_masked_and_removed(visit, camera_url):
    page = visit("/cameras")
    page.get_by_role("button", name="Add a camera").click()
    form = page.locator("#camera")
    form.get_by_label("Name").fill("현관")
    form.get_by_label("URL").fill(camera_url.replace(PASSWORD, "wrong"))
    form.get_by_role("button", name="Test").click()
    expect(form.get_by_role("status")).to_contain_text("refused the user or the password")
    form.get_by_label("URL").fill(camera_url)
    try_it(form)
    form.get_by_role("button", name="Save").click()
    card = page.locator("article[data-camera='현관']")
    expect(card.locator(".state")).to_have_text("Live")

    live = visit("/")
    watched = live.locator("article[data-camera='현관']")
    expect(watched.locator(".screen-inside")).to_have_attribute("data-frames", _PLAYED)
    expect(watched.locator(".chips .known")).to_have_text("김하나")

    card.get_by_role("button", name="Masks").click()
    regions = page.locator("#masks li")
    drag(page, (0.02, 0.02), (0.98, 0.6))
    expect(regions).to_have_text("Region 1, 4 cornersRemove")
    # A triangle, closed by its first corner.
    for corner in ((0.1, 0.9), (0.5, 0.7), (0.9, 0.9), (0.1, 0.9)):
        page.mouse.click(*at(page, *corner))
    expect(regions).to_have_count(2)
    expect(regions.nth(1)).to_contain_text("3 corners")
    regions.nth(1).get_by_role("button", name="Remove").click()
    # One corner of the rectangle goes down, so that the whole face is covered.
    drag(page, (0.02, 0.6), (0.02, 0.98))
    expect(regions).to_have_count(1)
    page.locator("#masks").get_by_role("button", name="Save").click()
    expect(page.get_by_text("The regions are saved and at work.")).to_be_visible()
    expect(watched.locator(".chips .known")).to_have_count(0)

    card.get_by_role("button", name="Edit").click()
    expect(form.get_by_label("URL")).to_have_value(camera_url.replace(PASSWORD, "***"))
    form.get_by_label("Name").fill("정문")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(card).to_have_count(0)
    card, watched = (each.locator("article[data-camera='정문']") for each in (page, live))
    expect(card.locator(".state")).to_have_text("Live")

    card.get_by_role("button", name="Remove").click()
    page.locator(".confirm").get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)
    expect(watched).to_have_count(0)


def test_masks_are_drawn_moved_and_removed_by_keyboard_alone(visit):
    page = visit("/cameras")
    keys, said = page.keyboard, page.locator("#masks").get_by_role("status")
    _open_masks(page)
    _go_to(page, page.get_by_role("button", name="Add a rectangle"))
    keys.press("Enter")
    whole = page.get_by_label("Region 1: 35 % from the left, 35 % from the top, 30 % wide, 30 % high", exact=True)
    expect(whole).to_be_focused()
    _press(page, "ArrowLeft", 5)
    _press(page, "Shift+ArrowDown", 10)
    expect(said).to_have_text("Region 1: 30 % from the left, 35 % from the top, 30 % wide, 40 % high")
    question = page.get_by_role("alertdialog", name="Leave without saving what was changed?")
    for _ in range(3):  # The browser lets a page hold back the first one only.
        keys.press("Escape")
        expect(question).to_be_visible()
        keys.press("Escape")
        expect(question).to_have_count(0)
    page.locator("#masks").get_by_role("button", name="Close", exact=True).click()
    expect(question).to_be_visible()
    keys.press("Enter")  # On "Cancel".
    expect(question).to_have_count(0)
    _go_to(page, page.locator("#masks [role=group]").first)
    keys.press("Tab")
    _press(page, "ArrowUp", 2)
    expect(said).to_have_text("Region 1, corner 1: 30 % from the left, 33 % from the top")
    keys.press("Delete")
    expect(said).to_have_text("Region 1 is removed.")
    expect(page.get_by_role("button", name="Add a rectangle")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#masks li")).to_have_text("Region 1, 4 cornersRemove")
    _go_to(page, page.locator("#masks").get_by_role("button", name="Save"))
    keys.press("Enter")
    expect(page.get_by_text("The regions are saved and at work.")).to_be_visible()
    assert _masks(page) == [[[0.3, 0.33], [0.6, 0.35], [0.6, 0.75], [0.3, 0.75]]]

    _open_masks(page)
    _go_to(page, page.locator("#masks [role=group]").first)
    keys.press("Delete")
    _go_to(page, page.locator("#masks").get_by_role("button", name="Save"))
    keys.press("Enter")
    expect(page.locator("#masks")).to_have_count(0)
    assert _masks(page) == []


def test_no_key_moves_a_mask_off_the_picture(visit):
    page = visit("/cameras")
    page.locator("article[data-camera='demo']").get_by_role("button", name="Masks").click()
    page.get_by_role("button", name="Add a rectangle").click()
    _press(page, "ArrowUp", 40)
    _press(page, "Shift+ArrowRight", 40)
    told = "Region 1: 35 % from the left, 0 % from the top, 65 % wide, 30 % high"
    expect(page.locator("#masks").get_by_role("status")).to_have_text(told)


def test_why_a_camera_does_not_work_is_told_in_korean(visit):
    page = visit("/cameras", locale="ko-KR")
    page.get_by_role("button", name="카메라 추가").click()
    form = page.locator("#camera")
    form.get_by_label("URL").fill("rtsp://admin:s3cret@127.0.0.1:9/video")
    form.get_by_role("button", name="시험").click()
    told = "rtsp://admin:***@127.0.0.1:9/video: 9번 포트에 연결할 수 없습니다"
    expect(form.get_by_role("status")).to_contain_text(told)


def test_a_camera_of_the_settings_cannot_be_changed_here(visit):
    card = visit("/cameras").locator("article[data-camera='demo']")
    expect(card.get_by_text("Set in rollcall.yaml, RTSP_URL or the command line, to be changed there")).to_be_visible()
    expect(card.get_by_role("button")).to_have_text(["Masks"])


def test_a_stream_that_was_found_is_taken_over_with_its_password(visit):
    pytest.importorskip("onvif")
    page = visit("/cameras")
    page.get_by_role("button", name="Find cameras").click()
    search = page.locator("#search")
    with onvif_device() as (host, port):
        search.get_by_label("Only this address").fill(f"{host}:{port}")
        search.get_by_label("User at the cameras").fill("admin")
        search.get_by_label("Password").fill("p@ss/word")
        search.get_by_role("button", name="Search").click()
        expect(search.get_by_role("heading", name="Front door (127.0.0.1)")).to_be_visible()
    search.get_by_role("button", name="Add").first.click()
    url = page.locator("#camera").get_by_label("URL")
    expect(url).to_have_value("rtsp://admin:p%40ss%2Fword@127.0.0.1:554/profile2/media.smp")


def _open_masks(page):
    _go_to(page, page.locator("article[data-camera='demo']").get_by_role("button", name="Masks"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Regions that demo ignores")).to_be_visible()


def _go_to(page, target):
    """Press Tab until it has the focus."""
    expect(target).to_be_visible()
    for _ in range(_TABS):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def _press(page, key, times):
    for _ in range(times):
        page.keyboard.press(key)


def _masks(page):
    return page.request.get("/api/v1/cameras/demo/setup").json()["masks"]
