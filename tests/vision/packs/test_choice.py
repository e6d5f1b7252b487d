"""Which pack is taken: what is set, or the best that can be had, in an order that everybody can look up."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.packs import choice
from rollcall.vision.packs.catalogue import PackFile, PublishedPack
from rollcall.vision.packs.choice import choose_pack
from rollcall.vision.packs.licence import accept_licence


def file_of(name: str) -> PackFile:
    return PackFile(name, hashlib.sha256(name.encode()).hexdigest())


PACKS = tuple(
    PublishedPack(name, "for tests", file_of(f"det-{name}.onnx"), file_of(f"rec-{name}.onnx"), None)
    for name in ("buffalo_l", "buffalo_m", "buffalo_s")
)
"""Packs whose files hold their own names."""


def lay(pack: str, place: Path) -> Path:
    """Put a pack's files into ``place``."""
    place.mkdir(parents=True, exist_ok=True)
    for part in ("det", "rec"):
        (place / f"{part}-{pack}.onnx").write_text(f"{part}-{pack}.onnx")
    return place


def fetch(pack: PublishedPack, folder: Path) -> Path:
    return lay(pack.name, folder / pack.name)


def fetch_in_vain(_: PublishedPack, __: Path) -> Path:
    raise ModelError("Cannot fetch it: no network.")


@pytest.fixture(autouse=True)
def packs_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "published_packs", lambda: PACKS)
    monkeypatch.setattr(choice, "published_pack", {pack.name: pack for pack in PACKS}.get)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def test_without_anything_it_is_dlib_and_the_reason_says_how_to_get_a_better_one(cache: Path) -> None:
    chosen = choose_pack(VisionSettings(), cache, fetch_in_vain)
    assert (chosen.name, chosen.place) == ("dlib", None)
    assert "rollcall models get buffalo_m" in chosen.reason


def test_the_folder_that_is_set_comes_before_the_cache(cache: Path, models: Path) -> None:
    lay("buffalo_l", cache / "models" / "buffalo_l")
    place = lay("buffalo_s", models / "buffalo_s")
    chosen = choose_pack(VisionSettings(models=models), cache, fetch_in_vain)
    assert (chosen.name, chosen.place) == ("buffalo_s", place)


def test_of_those_in_the_cache_the_best_is_taken(cache: Path) -> None:
    for name in ("buffalo_s", "buffalo_m"):
        lay(name, cache / "models" / name)
    chosen = choose_pack(VisionSettings(), cache, fetch_in_vain)
    assert (chosen.name, chosen.place) == ("buffalo_m", cache / "models" / "buffalo_m")


def test_the_cache_comes_before_a_download(cache: Path) -> None:
    accept_licence(cache, "2026-01-01")
    lay("buffalo_s", cache / "models" / "buffalo_s")
    assert choose_pack(VisionSettings(), cache, fetch_in_vain).name == "buffalo_s"


@pytest.mark.parametrize("how", ["setting", "record"])
def test_once_the_licence_is_accepted_a_pack_is_fetched(cache: Path, how: str) -> None:
    if how == "record":
        accept_licence(cache, "2026-01-01")
    chosen = choose_pack(VisionSettings(accept_license=how == "setting"), cache, fetch)
    assert (chosen.name, chosen.place) == ("buffalo_m", cache / "models" / "buffalo_m")


def test_a_download_that_fails_ends_in_dlib_and_a_warning(cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    chosen = choose_pack(VisionSettings(accept_license=True), cache, fetch_in_vain)
    assert chosen.name == "dlib"
    assert "no network" in caplog.text


def test_packs_are_fetched_into_the_folder_that_is_set(cache: Path, models: Path) -> None:
    chosen = choose_pack(VisionSettings(models=models, accept_license=True), cache, fetch)
    assert chosen.place == models / "buffalo_m"


def test_loose_files_of_a_known_pack_are_that_pack(cache: Path, models: Path) -> None:
    lay("buffalo_s", models)
    assert choose_pack(VisionSettings(models=models), cache, fetch_in_vain).name == "buffalo_s"


def test_loose_files_with_known_names_and_other_bytes_are_a_pack_of_their_own(cache: Path, models: Path) -> None:
    lay("buffalo_s", models)
    (models / "rec-buffalo_s.onnx").write_text("trained anew")
    assert choose_pack(VisionSettings(models=models), cache, fetch_in_vain).name == f"custom:{models}"


def test_an_empty_folder_is_told_and_passed_over(cache: Path, models: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert choose_pack(VisionSettings(models=models), cache, fetch_in_vain).name == "dlib"
    assert f"no models in '{models}'" in caplog.text


def test_a_pack_that_is_set_is_taken_from_the_first_place_that_has_it(cache: Path, models: Path) -> None:
    place = lay("buffalo_s", cache / "models" / "buffalo_s")
    lay("buffalo_l", models / "buffalo_l")
    chosen = choose_pack(VisionSettings(pack="buffalo_s", models=models), cache, fetch_in_vain)
    assert (chosen.name, chosen.place) == ("buffalo_s", place)


def test_a_pack_that_is_set_and_not_here_is_fetched_once_its_licence_is_accepted(cache: Path) -> None:
    chosen = choose_pack(VisionSettings(pack="buffalo_l", accept_license=True), cache, fetch)
    assert (chosen.name, chosen.place) == ("buffalo_l", cache / "models" / "buffalo_l")


def test_a_pack_that_is_set_and_cannot_be_fetched_is_not_replaced_by_another(cache: Path) -> None:
    with pytest.raises(ModelError, match="no network"):
        choose_pack(VisionSettings(pack="buffalo_l", accept_license=True), cache, fetch_in_vain)


def test_without_its_licence_a_pack_is_refused_with_the_way_to_accept_it(cache: Path) -> None:
    with pytest.raises(ModelError, match="rollcall models get buffalo_l --accept-license") as raised:
        choose_pack(VisionSettings(pack="buffalo_l"), cache, fetch)
    assert "\n" not in str(raised.value)
    assert "ROLLCALL_ACCEPT_LICENSE=1" in str(raised.value)


@pytest.mark.parametrize("setting", ["auto", "buffalo_s"])
def test_a_damaged_pack_is_named_with_the_way_to_cure_it(cache: Path, setting: str) -> None:
    place = lay("buffalo_s", cache / "models" / "buffalo_s")
    (place / "rec-buffalo_s.onnx").write_text("half")
    with pytest.raises(ModelError, match=r"damaged \(rec-buffalo_s\.onnx\).*rollcall models get buffalo_s"):
        choose_pack(VisionSettings(pack=setting), cache, fetch)


def test_dlib_and_a_folder_of_ones_own_are_taken_as_set(cache: Path, models: Path) -> None:
    lay("buffalo_l", cache / "models" / "buffalo_l")
    assert choose_pack(VisionSettings(pack="dlib"), cache, fetch_in_vain).place is None
    chosen = choose_pack(VisionSettings(pack=f"custom:{models}"), cache, fetch_in_vain)
    assert (chosen.name, chosen.place) == (f"custom:{models}", models)
