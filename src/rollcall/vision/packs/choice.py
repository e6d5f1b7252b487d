"""Which pack is taken, and why."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.packs.catalogue import PublishedPack, published_pack, published_packs
from rollcall.vision.packs.licence import licence_accepted, refuse_without_licence
from rollcall.vision.packs.local_packs import damaged_files, find_pack

__all__ = ["CUSTOM", "DLIB", "Choice", "Fetch", "choose_pack", "pack_folders"]

_log = logging.getLogger(__name__)

DLIB = "dlib"
CUSTOM = "custom:"
"""What a pack is called that is the ONNX files of a folder; the folder follows."""

_WORTH_FETCHING = "buffalo_m"
# The embeddings of buffalo_l with a detector that a processor without a graphics card keeps up with.

Fetch = Callable[[PublishedPack, Path], Path]
"""Brings a pack into a folder and returns its own there; raises ModelError where it cannot."""


@dataclass(frozen=True)
class Choice:
    """The pack that is taken."""

    name: str
    place: Path | None
    """Where its files lie; None for dlib's, which pip has put somewhere."""
    reason: str


def choose_pack(settings: VisionSettings, cache: Path, fetch: Fetch) -> Choice:
    """Return the pack that is set; where that is "auto", the best that can be had.

    Raises:
        ModelError: the pack that is set is not here and cannot be fetched, is damaged, or its licence was not accepted.

    """
    if settings.pack == DLIB:
        return Choice(DLIB, None, "it is set")
    if settings.pack.startswith(CUSTOM):
        return Choice(settings.pack, Path(settings.pack.removeprefix(CUSTOM)).expanduser(), "it is set")
    pack = published_pack(settings.pack)
    return _choose_published(pack, settings, cache, fetch) if pack else _choose_best(settings, cache, fetch)


def pack_folders(settings: VisionSettings, cache: Path) -> tuple[Path, ...]:
    """Return where packs may lie: the folder that is set, the cache. They are brought to the first one."""
    own = (settings.models,) if settings.models else ()
    return *own, cache / "models"


def _choose_published(pack: PublishedPack, settings: VisionSettings, cache: Path, fetch: Fetch) -> Choice:
    folders = pack_folders(settings, cache)
    place = find_pack(pack, folders)
    if place:
        return _whole(Choice(pack.name, place, "it is set"), pack)
    if not _may_fetch(settings, cache):
        raise refuse_without_licence(pack.name)
    return Choice(pack.name, fetch(pack, folders[0]), "it is set, and was fetched now")


def _choose_best(settings: VisionSettings, cache: Path, fetch: Fetch) -> Choice:
    return (
        _choose_from_folder(settings.models)
        or _choose_from_cache(cache)
        or _choose_by_fetching(settings, cache, fetch)
        or Choice(DLIB, None, f"no other pack is here, and it comes with pip; better: {how_to_get(_WORTH_FETCHING)}")
    )


def _choose_from_folder(folder: Path | None) -> Choice | None:
    """Return the pack in the folder that is set: a known one, or whatever its ONNX files are."""
    if folder is None:
        return None
    if not folder.is_dir():
        raise ModelError(f"'{folder}' is no folder; --models wants the one with the ONNX files or with packs.")
    for pack in published_packs():
        place = find_pack(pack, [folder])
        if place == folder and not damaged_files(place, pack.files):
            return Choice(pack.name, place, f"its files lie in '{folder}'")
        if place == folder / pack.name:
            return _whole(Choice(pack.name, place, f"it lies in '{folder}'"), pack)
    if any(folder.glob("*.onnx")):
        return Choice(f"{CUSTOM}{folder}", folder, f"its files lie in '{folder}'")
    _log.warning("no models in '%s': neither ONNX files nor the folder of a pack", folder)
    return None


def _choose_from_cache(cache: Path) -> Choice | None:
    for pack in published_packs():
        place = find_pack(pack, [cache / "models"])
        if place:
            return _whole(Choice(pack.name, place, "it is the best of those that were fetched before"), pack)
    return None


def _choose_by_fetching(settings: VisionSettings, cache: Path, fetch: Fetch) -> Choice | None:
    pack = published_pack(_WORTH_FETCHING)
    if pack is None or not _may_fetch(settings, cache):
        return None
    try:
        place = fetch(pack, pack_folders(settings, cache)[0])
    except ModelError as error:
        _log.warning("%s", error)
        return None
    return Choice(pack.name, place, "its licence was accepted, and it was fetched now")


def _may_fetch(settings: VisionSettings, cache: Path) -> bool:
    return settings.accept_license or licence_accepted(cache)


def _whole(choice: Choice, pack: PublishedPack) -> Choice:
    """Return the choice if its files are the known ones."""
    damaged = damaged_files(choice.place or Path(), pack.files)
    if damaged:
        raise ModelError(
            f"The pack '{pack.name}' in '{choice.place}' is damaged ({', '.join(damaged)}); "
            f"fetch it again: rollcall models get {pack.name}"
        )
    return choice


def how_to_get(name: str) -> str:
    """Return the command that brings a pack here."""
    return f"rollcall models get {name} (InsightFace, non-commercial research only)"
