"""Packs on this machine: where they lie, and whether they are still what they were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rollcall.vision.cache import sha256_of
from rollcall.vision.packs.catalogue import PackFile, PublishedPack

__all__ = ["damaged_files", "find_pack"]


def find_pack(pack: PublishedPack, folders: Sequence[Path]) -> Path | None:
    """Return the first place where the pack's files lie: in a folder, one of its name or the folder itself.

    Only their names are looked at; ``damaged_files`` looks at their bytes.
    """
    places = (place for folder in folders for place in (folder / pack.name, folder))
    return next((place for place in places if all((place / file.name).is_file() for file in pack.files)), None)


def damaged_files(place: Path, files: Sequence[PackFile]) -> tuple[str, ...]:
    """Return the names of those that are missing or are not the known ones."""
    return tuple(file.name for file in files if not _is_right(place / file.name, file))


def _is_right(path: Path, file: PackFile) -> bool:
    try:
        return sha256_of(path) == file.sha256
    except OSError:
        return False
