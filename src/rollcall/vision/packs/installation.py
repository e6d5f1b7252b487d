"""How packs come here: fetched, unpacked, and compared with what is known of them."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from rollcall.errors import ModelError
from rollcall.vision.cache import written_whole
from rollcall.vision.packs.catalogue import RELEASE, PackFile, PublishedPack
from rollcall.vision.packs.download import Progress, download
from rollcall.vision.packs.local_packs import damaged_files

__all__ = ["install_pack"]


def install_pack(
    pack: PublishedPack,
    folder: Path,
    *,
    release: str = RELEASE,
    progress: Progress = lambda *_: None,
    pause_seconds: float = 1.0,
) -> Path:
    """Fetch a pack into ``folder``, and return its own there; one that lies there whole is left as it is.

    Raises:
        ModelError: it cannot be fetched, is not the pack that is known, or cannot be written.

    """
    place = folder / pack.name
    if not damaged_files(place, pack.files):
        return place
    archive = place / f"{pack.name}.zip"
    url = f"{release}/{archive.name}"
    download(url, archive, sha256=pack.archive_sha256, progress=progress, pause_seconds=pause_seconds)
    try:
        _unpack(archive, pack.files, place)
    finally:
        archive.unlink(missing_ok=True)
    return place


def _unpack(archive: Path, files: Sequence[PackFile], place: Path) -> None:
    """Take the files out of an archive.

    Of the archive's own paths only the last part is looked at, and files are written under names that are known here:
    nothing in it can lead outside of ``place``.
    """
    try:
        with zipfile.ZipFile(archive) as members:
            for file in files:
                _extract(members, file, place)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        # What zipfile raises for damaged, oddly packed and encrypted archives.
        raise ModelError(f"The archive '{archive.name}' is damaged ({error}); fetch the pack again.") from error
    except OSError as error:
        raise ModelError(f"Cannot write the pack to '{place}': {error.strerror}.") from error


def _extract(members: zipfile.ZipFile, file: PackFile, place: Path) -> None:
    paths = [path for path in members.namelist() if PurePosixPath(path).name == file.name]
    if not paths:
        raise ModelError(f"The archive of the pack has no {file.name}; it is not the pack that is known.")
    digest, size = hashlib.sha256(), 0
    with members.open(paths[0]) as source, written_whole(place / file.name) as target:
        while piece := source.read(_PIECE_BYTES):
            digest.update(piece)
            size += len(piece)
            if size > _MAX_BYTES:
                raise ModelError(f"{file.name} in the archive is larger than {_MAX_BYTES:,} bytes, which no model is.")
            target.write(piece)
        if digest.hexdigest() != file.sha256:
            raise ModelError(f"{file.name} in the archive is not the file that is known (its SHA-256 differs).")


_PIECE_BYTES = 1 << 20
_MAX_BYTES = 1 << 30
# A few kilobytes of archive can unpack to any size.
