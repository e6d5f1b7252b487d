"""The packs that can be chosen, and which of them are here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rollcall.config.vision import VisionSettings
from rollcall.errors import ModelError
from rollcall.vision.cache import cache_folder
from rollcall.vision.dlib.pack import DLIB_LICENCE
from rollcall.vision.dlib.weights import RESNET, find_weights
from rollcall.vision.packs.catalogue import PublishedPack, published_packs
from rollcall.vision.packs.choice import DLIB, how_to_get, pack_folders
from rollcall.vision.packs.licence import INSIGHTFACE_LICENCE
from rollcall.vision.packs.local_packs import find_pack

__all__ = ["PackOffer", "offer_packs"]


@dataclass(frozen=True, slots=True)
class PackOffer:
    """A pack that can be chosen."""

    name: str
    summary: str
    licence: str
    remedy: str
    """How to get it; empty where it is here."""


def offer_packs(settings: VisionSettings, cache: Path | None = None) -> tuple[PackOffer, ...]:
    """Return all packs in the order in which ``auto`` prefers them, those included that are not here."""
    folders = pack_folders(settings, cache or cache_folder())
    return (*(_offer(pack, folders) for pack in published_packs()), _offer_dlib())


def _offer(pack: PublishedPack, folders: tuple[Path, ...]) -> PackOffer:
    here = find_pack(pack, folders) is not None
    return PackOffer(pack.name, pack.summary, INSIGHTFACE_LICENCE, "" if here else how_to_get(pack.name))


def _offer_dlib() -> PackOffer:
    try:
        find_weights(RESNET)
        remedy = ""
    except ModelError as error:
        remedy = str(error)
    return PackOffer(DLIB, "dlib's CNN detector and ResNet-29; comes with pip", DLIB_LICENCE, remedy)
