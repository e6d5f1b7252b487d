"""Enrolment while the system runs: photos kept for another model first, then the gallery's folder, then its changes."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from rollcall.errors import RollcallError
from rollcall.service.people.gallery_folder import GalleryFolder
from rollcall.service.people.gallery_watch import GalleryWatch
from rollcall.service.people.reembedding import Reembedding
from rollcall.service.people.register import Register, mark_of
from rollcall.store import Store
from rollcall.vision import ModelPack

__all__ = ["Enrolment"]

_PROGRESS_PHOTOS = 100
"""How often the log tells how far a new model has come."""

_log = logging.getLogger(__name__)


class Enrolment:
    """Keeps the gallery up to date from ``start`` to ``stop``, on threads of its own: cameras never wait for it."""

    def __init__(self, folder: Path | None, store: Store, register: Register, pack: ModelPack) -> None:
        """``folder``: the gallery as ``<name>/<photo>``, or None where people are added by the pages alone."""
        self._store = store
        self._register = register
        self._reembedding = Reembedding(store, pack, mark_of(pack))
        self._watch = None if folder is None else GalleryWatch(GalleryFolder(folder, store, register, mark_of(pack)))
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._reembed, name="reembedding", daemon=True)

    def start(self) -> None:
        """Begin."""
        if self._watch is not None:
            self._watch.start()
        elif not self._store.photos.count():
            _log.warning(
                "nobody is enrolled: name a folder of photos by --gallery DIR or GALLERY, or add people on the page"
            )
        self._thread.start()

    def stop(self) -> None:
        """End within the time that one photo takes; what is left goes on at the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._watch is not None:
            self._watch.stop()

    def _reembed(self) -> None:
        try:
            if self._reembedding.needed:
                self._go_through_photos()
        except RollcallError as error:
            _log.error("photos could not be embedded for the new model: %s", error)

    def _go_through_photos(self) -> None:
        _, all_photos = self._reembedding.progress
        _log.info("another model: all photos are embedded anew", extra={"photos": all_photos})
        for number, step in enumerate(self._reembedding.steps(), start=1):
            if step.words is not None:
                _log.warning("photo %d is of no use to the new model: %s", step.photo.id, step.words)
            self._register.refresh(step.photo.person)
            if number % _PROGRESS_PHOTOS == 0:
                _log.info("embedded anew", extra={"photos": number, "of": all_photos})
            if self._stopping.is_set():
                return
        self._reembedding.finish()
        _log.info("the new model serves", extra={"photos": all_photos})
