"""Settings by the API: what is at work, and changing it while the program runs."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from rollcall.model import Sighting

SETTINGS = "/api/v1/settings"
RETENTION = "/api/v1/retention"


@pytest.fixture
def adjust(admin):
    """Change settings, and put everything back afterwards."""
    changed = []

    def change(**values):
        named = {name.replace("__", "."): value for name, value in values.items()}
        changed.extend(named)
        return admin.patch(SETTINGS, json={"values": named})

    yield change
    assert admin.patch(SETTINGS, json={"reset": changed}).status_code == HTTPStatus.OK


def named(answer):
    assert answer.status_code == HTTPStatus.OK, answer.text
    return {setting["name"]: setting for setting in answer.json()}


def test_a_threshold_acts_at_once(module_served, admin, adjust):
    told = named(adjust(identity__threshold=0.61, view__jpeg_quality=42))["identity.threshold"]
    assert (told["value"], told["at_work"], told["source"], told["effect"]) == (0.61, 0.61, "page", "now")
    assert admin.get("/api/v1/system").json()["models"]["threshold"] == 0.61
    assert module_served.system.questions.threshold == 0.61
    assert admin.get(SETTINGS).json()["view"]["jpeg_quality"] == 42
    assert "identity.threshold=0.61" in admin.get("/api/v1/audit").text
    back = named(admin.patch(SETTINGS, json={"reset": ["identity.threshold"]}))["identity.threshold"]
    assert (back["value"], back["source"]) == (None, "default")


def test_the_language_of_the_pages_stands_in_each_of_them(viewer, adjust):
    told = named(adjust(web__language="ko"))["web.language"]
    assert told["kind"]["enum"] == ["browser", "en", "ko"]
    assert all('<html data-language="ko"' in viewer.get(page).text for page in ("/", "/login"))


def test_a_pack_is_chosen_for_the_next_start(module_served, admin, adjust):
    told = named(adjust(vision__pack="dlib"))["vision.pack"]
    assert (told["value"], told["at_work"], told["effect"]) == ("dlib", "auto", "restart")
    assert module_served.system.adjustments.chosen.vision.pack == "dlib"
    packs = {pack["name"]: pack for pack in admin.get(f"{SETTINGS}/packs").json()}
    assert packs["dlib"]["remedy"] == ""
    assert all(pack["licence"] and pack["summary"] for pack in packs.values())


def test_a_pack_that_is_not_here_cannot_be_chosen(admin):
    missing = [pack for pack in admin.get(f"{SETTINGS}/packs").json() if pack["remedy"]]
    if not missing:
        pytest.skip("every pack is here")
    answer = admin.patch(SETTINGS, json={"values": {"vision.pack": missing[0]["name"]}})
    assert (answer.status_code, "rollcall models get" in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    "values", [{"store.data": "/etc"}, {"view.jpeg_quality": 0}, {"identity.margin": "wide"}, {"web.auth": None}]
)
def test_what_does_not_fit_is_refused_by_name(admin, values):
    answer = admin.patch(SETTINGS, json={"values": values})
    assert (answer.status_code, next(iter(values)) in answer.json()["detail"]) == (422, True)


def test_every_adjustable_setting_says_what_it_means(admin):
    for setting in admin.get(f"{SETTINGS}/adjustable").json():
        assert setting["meaning"], setting["name"]
        assert setting["kind"], setting["name"]


def test_only_administrators_change_settings(viewer):
    assert viewer.patch(SETTINGS, json={"values": {}}).status_code == HTTPStatus.FORBIDDEN
    assert viewer.post(RETENTION).status_code == HTTPStatus.FORBIDDEN


def test_what_is_outdated_is_told_before_it_is_deleted(module_served, admin, adjust):
    store = module_served.system.store
    store.sightings.add(Sighting("door", 1, 1.0, 2.0))
    assert admin.get(RETENTION).json()["sightings"] == 1
    adjust(store__sightings_days=None)
    assert admin.get(RETENTION).json()["sightings"] == 0
    adjust(store__sightings_days=10)
    assert admin.post(RETENTION).json()["sightings"] == 1
    assert admin.get(RETENTION).json() == {"sightings": 0, "snapshots": 0, "strangers": 0, "audit": 0, "over_cap": 0}
    assert "retention.apply" in admin.get("/api/v1/audit").text
