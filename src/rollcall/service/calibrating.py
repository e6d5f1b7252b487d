"""The calibration of the gallery at work, measured on a thread of its own while the cameras go on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from rollcall.errors import EnrolmentError, RollcallError
from rollcall.identity import Metric
from rollcall.identity.calibration import Calibration, PhotoScore, calibrate
from rollcall.model import Person
from rollcall.store import ModelMark, PersonRecord, Store

__all__ = ["Calibrating", "CalibrationState", "CalibrationUnderWayError"]

_PAGE = 1000

_log = logging.getLogger(__name__)


class CalibrationUnderWayError(RollcallError):
    """The gallery is being measured already."""


class _StoppedError(Exception):
    """The system ends."""


@dataclass(frozen=True, slots=True)
class CalibrationState:
    """How far the newest measurement is, and what came of it."""

    running: bool = False
    progress: float = 0.0
    """0..1."""
    finished: float | None = None
    """Unix time; None before the first measurement has ended."""
    error: str = ""
    """Why nothing came of it, in one line."""
    result: Calibration | None = None


class Calibrating:
    """Measures the people of the store when it is asked to, one measurement at a time; any thread may ask."""

    def __init__(self, store: Store, mark: ModelMark, metric: Metric, pack_threshold: float) -> None:
        """``mark``: of the embeddings that are measured; ``pack_threshold``: in the metric."""
        self._store = store
        self._mark = mark
        self._metric = metric
        self._pack_threshold = pack_threshold
        self._photos: dict[tuple[str, int], int] = {}
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.state = CalibrationState()
        """How it is now."""

    def start(self, rate: float) -> None:
        """Begin to measure for ``rate`` of strangers who may get a name. Raises CalibrationUnderWayError."""
        with self._turn:
            if self.state.running:
                raise CalibrationUnderWayError("The gallery is being measured already; wait for its report.")
            self.state = CalibrationState(running=True)
            self._thread = threading.Thread(target=self._work, args=(rate,), name="calibration", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Give up what is being measured."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def forget(self) -> None:
        """Drop the newest report, since a person in it was erased; one that is being measured is given up."""
        with self._turn:
            self._generation += 1
            self.state = CalibrationState()
            self._photos = {}

    def photo_of(self, score: PhotoScore) -> int | None:
        """Return the number of a photo of the newest report; None for an embedding without one."""
        return self._photos.get((score.person_id, score.place))

    def _work(self, rate: float) -> None:
        try:
            result = self._measure(rate)
            self.state = CalibrationState(progress=1.0, finished=time.time(), result=result)
        except _StoppedError:
            self.state = CalibrationState(error="the program has ended meanwhile")
        except RollcallError as error:
            self.state = CalibrationState(finished=time.time(), error=str(error))
        except Exception:
            _log.exception("the gallery could not be measured")
            self.state = CalibrationState(finished=time.time(), error="It failed; the log tells why.")

    def _measure(self, rate: float) -> Calibration:
        photos: dict[tuple[str, int], int] = {}
        people = [self._person(record, photos) for record in self._records()]
        if not any(len(person.embeddings) for person in people):
            raise EnrolmentError("Nobody has a photo yet, so there is nothing to measure. Add photos first.")
        result = calibrate(
            people, self._metric, pack_threshold=self._pack_threshold, rate=rate, progress=self._note_progress
        )
        self._photos = photos
        return result

    def _note_progress(self, share: float) -> None:
        self._go_on()
        self.state = replace(self.state, progress=share)

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise _StoppedError

    def _person(self, record: PersonRecord, photos: dict[tuple[str, int], int]) -> Person:
        """Return a person with the embeddings that count, and note which photo each is of."""
        self._go_on()
        kept = [
            (photo, marked.vector)
            for photo, marked in self._store.embeddings.all_of_person(record.id)
            if marked.model == self._mark
        ]
        photos |= {(record.id, place): photo for place, (photo, _) in enumerate(kept) if photo is not None}
        vectors = np.stack([vector for _, vector in kept]) if kept else np.zeros((0, 0), np.float32)
        return Person(record.id, record.name, vectors)

    def _records(self) -> Iterator[PersonRecord]:
        page = self._store.people.page(active=True, limit=_PAGE)
        yield from page.items
        while page.next is not None:
            page = self._store.people.page(active=True, limit=_PAGE, after=page.next)
            yield from page.items
