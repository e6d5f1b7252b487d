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

    def __init__(self, gallery: GalleryFolder, check_seconds: float = _CHECK_SECONDS) -> None:
        """``check_seconds``: how often the folder is looked at without being told."""
        self._gallery = gallery
        self._check_seconds = check_seconds
        self._trouble = ""
        """Why the folder cannot be followed, as it was logged; empty while it can."""
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
            except FileNotFoundError:
                # It went since it was looked at; the next look tells of it.
                self._stopped.wait(self._check_seconds)
            except OSError as error:
                # Nothing new where the folder does not answer, which was told when it was looked at.
                if not self._trouble:
                    _log.warning("the gallery %s cannot be watched: %s", self._gallery.folder, error)
                self._stopped.wait(self._check_seconds)

    def _watch(self) -> None:
        """Look at the folder now and whenever something in it changes, until it is gone, back, or ``stop`` is called.

        What is there after that is another folder, which a watch of the former one does not see. What changes between
        the first look and the watch is seen at the next change, or when nothing has happened for a while.
        """
        told = watch(
            self._gallery.folder,
            stop_event=self._stopped,
            debounce=_SETTLE_MILLISECONDS,
            step=_SETTLE_MILLISECONDS // 5,
            rust_timeout=int(self._check_seconds * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        well = self._look()
        for _ in told:
            if self._look() != well:
                return

    def _look(self) -> bool:
        """Bring the store to what the folder holds, and return whether that could be done."""
        try:
            self._take_changes()
        except RollcallError as error:
            # Once: a drive may be away for days.
            if str(error) != self._trouble:
                _log.warning("%s", error)
            self._trouble = str(error)
            return False
        if self._trouble:
            _log.info("the gallery %s is back and followed again", self._gallery.folder)
        self._trouble = ""
        return True

    def _take_changes(self) -> None:
        taken = 0
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
