"""A thread that keeps the gallery's folder and the store alike while the system runs."""

from __future__ import annotations

import logging
import threading

from watchfiles import watch

from rollcall.errors import RollcallError
from rollcall.service.people.gallery_folder import GalleryFolder

__all__ = ["GalleryWatch"]

_log = logging.getLogger(__name__)

_SETTLE_MILLISECONDS = 1000
"""How long files must be left alone before they are looked at: somebody who copies a folder is not done at once."""
_CHECK_SECONDS = 60.0
"""How often the folder is looked at without being told: network drives tell nothing, and a folder may come later."""


class GalleryWatch:
    """Watches the folder from ``start`` to ``stop``."""

    def __init__(self, gallery: GalleryFolder) -> None:
        self._gallery = gallery
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="gallery", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End within the time that one photo takes."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._watch()
            except OSError as error:
                _log.warning("the gallery %s cannot be watched: %s", self._gallery.folder, error)
                self._stopped.wait(_CHECK_SECONDS)

    def _watch(self) -> None:
        """Look at the folder now and whenever something in it changes, until it is gone or ``stop`` is called.

        What changes between the first look and the watch is seen at the next change, or when nothing has happened for
        a while.
        """
        told = watch(
            self._gallery.folder,
            stop_event=self._stopped,
            debounce=_SETTLE_MILLISECONDS,
            step=_SETTLE_MILLISECONDS // 5,
            rust_timeout=int(_CHECK_SECONDS * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        self._look()
        for _ in told:
            self._look()

    def _look(self) -> None:
        taken = 0
        try:
            for outcome in self._gallery.apply(self._gallery.changes()):
                _log.log(
                    logging.INFO if outcome.taken else logging.WARNING,
                    "photo %s: %s",
                    outcome.path,
                    outcome.words,
                    extra={"person": outcome.person},
                )
                taken += outcome.taken
                if self._stopped.is_set():
                    return
            if taken:
                _log.info("enrolled", extra={"photos": taken, "folder": self._gallery.folder})
        except RollcallError as error:
            _log.warning("%s", error)
