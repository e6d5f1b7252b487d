"""What an administrator changes on the settings page while the program runs."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_a_stricter_threshold_takes_names_away_at_once_and_undoing_it_gives_them_back(visit):
    live = visit("/")
    names = live.locator("article[data-camera='demo'] .chips .known")
    expect(names.first).to_be_visible()
    page = visit("/settings")
    card = page.locator("article[data-section='identity']")
    card.get_by_label("Threshold of a name").fill("0.999")
    card.get_by_label("Hold", exact=True).fill("0")
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_text("changed here")).to_have_count(2)
    expect(names).to_have_count(0)
    card.get_by_role("button", name="Undo").first.click()
    expect(card.get_by_role("button", name="Undo")).to_have_count(1)
    card.get_by_role("button", name="Undo").click()
    expect(card.get_by_text("changed here")).to_have_count(0)
    expect(card.get_by_label("Threshold of a name")).to_have_value("")
    expect(names.first).to_be_visible()


def test_what_does_not_fit_is_told_and_nothing_changes(visit):
    page = visit("/settings")
    card = page.locator("article[data-section='store']")
    card.get_by_label("Days that sightings are kept").fill("")
    card.get_by_label("Gigabytes of pictures at most").fill("-1")
    card.get_by_role("button", name="Save").click()
    # The browser itself knows the limit, as the server's schema tells it.
    assert card.get_by_label("Gigabytes of pictures at most").evaluate("field => !field.validity.valid")
    page.reload()
    expect(card.get_by_label("Days that sightings are kept")).to_have_value("365")
    card.get_by_role("button", name="What would go?").click()
    expect(card.get_by_role("status")).to_have_text("Nothing is outdated.")


def test_the_gallery_is_measured_and_its_report_shown(visit):
    page = visit("/settings")
    card = page.locator("#calibration")
    card.get_by_role("button", name="Measure the gallery").click()
    expect(card.get_by_role("status")).to_contain_text(re.compile(r"For \d people, so that 1 of 1,000"))
    plot = card.locator("img.plot")
    expect(plot).to_be_visible()
    assert plot.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(card.get_by_role("button", name=re.compile(r"Take over 0\.\d\d and 0\.\d\d"))).to_be_enabled()


def test_another_pack_waits_for_a_restart(visit):
    page = visit("/settings")
    card = page.locator("article[data-section='vision']")
    card.get_by_label("Model pack").select_option("dlib")
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_text("waits for a restart")).to_be_visible()
    card.get_by_role("button", name="Undo").click()
    expect(card.get_by_label("Model pack")).to_have_value("auto")


def test_the_pages_are_korean_for_who_has_chosen_nothing(visit):
    page = visit("/settings")
    card = page.locator("article[data-section='web']")
    card.get_by_label("Language").select_option("ko")
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_text("changed here")).to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_have_text("설정")
    card.get_by_role("button", name="되돌리기").click()
    expect(card.get_by_label("언어")).to_have_value("browser")
    page.reload()
    expect(page.locator("h1")).to_have_text("Settings")


def test_a_user_gets_another_role_and_a_new_password_and_nobody_is_shut_out_by_a_slip(visit, browser, url):
    page = visit("/settings")
    card = page.locator("article", has=page.get_by_role("heading", name="Users"))
    card.get_by_label("User name").fill("이서연")
    card.get_by_label("Password").fill("a first password")
    card.get_by_role("button", name="Add user").click()
    role = card.get_by_label("Role of 이서연")
    role.select_option("Operator")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(card.get_by_label("Role of admin")).to_be_disabled()
    card.locator("tr", has_text="이서연").get_by_role("button", name="New password").click()
    page.get_by_role("dialog").get_by_label("New password").fill("a second password")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    other = browser.new_page(locale="en-US")
    other.goto(f"{url}/login?next=/people")
    other.get_by_label("User name").fill("이서연")
    other.get_by_label("Password").fill("a second password")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("button", name="Add person")).to_be_visible()
    other.close()
    card.locator("tr", has_text="이서연").get_by_role("button", name="Remove").click()
    page.locator(".confirm").get_by_role("button", name="Remove").click()
    expect(role).to_have_count(0)
