"""What every page owes to those who hear it or see little: a name for every control, contrast for every text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

_PAGES = {
    "/login": "#language",
    "/": ".camera",
    "/people": ".faces li",
    "/strangers": ".keys",
    "/history": "tbody tr",
    "/cameras": "article .facts",
    "/settings": "#page > details",
    "/status": ".facts",
}
"""Each with what shows that it is there."""
_CONTROLS = {
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "listbox",
    "searchbox",
    "spinbutton",
    "textbox",
    "image",
    "dialog",
}
_LEAST_CONTRAST = 4.5
_FAINT_TEXTS = """least => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const paint = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (colour) => colour.map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const own = (each) => getComputedStyle(each).backgroundColor;
    const grounds = (each) => (each ? [...grounds(each.parentElement), own(each)] : ["Canvas"]);
    const faint = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const shown = walker.currentNode.parentElement;
        const other = shown.closest(".screen, :disabled, option, script") || !walker.currentNode.data.trim();
        if (other || !shown.checkVisibility({ visibilityProperty: true })) continue;
        const under = grounds(shown);
        const [ink, ground] = [paint([...under, getComputedStyle(shown).color]), paint(under)].map(light);
        const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        if (contrast < least) faint.add(`${contrast.toFixed(2)} ${shown.outerHTML.slice(0, 90)}`);
    }
    return [...faint];
}"""


def _nameless(page):
    """Return what of the page's accessibility tree bears no name, as a screen reader would tell it."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if not node["ignored"] and node["role"]["value"] in _CONTROLS]
    assert len(controls) > 2
    backends = [node["backendDOMNodeId"] for node in controls if not node.get("name", {}).get("value", "").strip()]
    return [session.send("DOM.describeNode", {"backendNodeId": each})["node"] for each in backends]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_has_a_name_and_every_text_contrast(visit, theme):
    page = visit("/login", color_scheme=theme)
    for path, shown in _PAGES.items():
        page.goto(path)
        expect(page.locator(shown).first).to_be_visible()
        for summary in page.locator("#page summary").all():
            summary.click()
        assert page.evaluate(_FAINT_TEXTS, _LEAST_CONTRAST) == [], path
        assert _nameless(page) == [], path


def test_focus_is_where_it_was_after_the_account_s_menu(visit):
    page = visit("/status")
    summary = page.locator("#account summary")
    summary.focus()
    for key in ("Enter", "Tab", "Escape"):
        page.keyboard.press(key)
    expect(summary).to_be_focused()
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("Current password")).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_focus_stays_on_a_setting_that_is_changed_and_taken_back(visit):
    page = visit("/settings")
    quality = page.get_by_label("JPEG quality")
    quality.fill("81")
    quality.press("Enter")
    undo = page.locator("[data-section='view']").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(quality).to_be_focused()
    undo.press("Enter")
    expect(undo).to_have_count(0)
    expect(quality).to_be_focused()
