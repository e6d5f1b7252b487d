"""The calibration of the gallery at work, measured on a thread of its own while the cameras go on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from rollcall.errors import EnrolmentError, RollcallError
from rollcall.identity import Metric
from rollcall.identity.calibration.calibration import Calibration, calibrate
from rollcall.identity.calibration.photo_scores import PhotoScore
from rollcall.model import Person
from rollcall.store import ModelMark, PersonRecord, Store

__all__ = ["Calibrating", "CalibrationState", "CalibrationUnderWayError"]

_PAGE = 1000

_log = logging.getLogger(__name__)


class CalibrationUnderWayError(RollcallError):
    """The gallery is being measured already."""


class _GivenUpError(Exception):
    """Nobody waits for the measurement any more."""


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
    photos: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """Number of the photo of each embedding, by the person's id and its place."""

    def photo_of(self, score: PhotoScore) -> int | None:
        """Return the number of a photo of the report; None for an embedding without one."""
        return self.photos.get((score.person_id, score.place))


class Calibrating:
    """Measures the people of the store when it is asked to, one measurement at a time; any thread may ask."""

    def __init__(self, store: Store, mark: ModelMark, metric: Metric, pack_threshold: float) -> None:
        """``mark``: of the embeddings that are measured; ``pack_threshold``: in the metric."""
        self._store = store
        self._mark = mark
        self._metric = metric
        self._pack_threshold = pack_threshold
        self._turn = threading.Lock()
        self._given_up = threading.Event()
        self._thread: threading.Thread | None = None
        self.state = CalibrationState()
        """How it is now."""

    def start(self, rate: float) -> None:
        """Begin to measure for ``rate`` of strangers who may get a name. Raises CalibrationUnderWayError."""
        with self._turn:
            if self.state.running:
                raise CalibrationUnderWayError("The gallery is being measured already; wait for its report.")
            self.state = CalibrationState(running=True)
            # One a measurement, so that one that was given up stays so while the next one goes on.
            self._given_up = threading.Event()
            arguments = (rate, self._given_up)
            self._thread = threading.Thread(target=self._work, args=arguments, name="calibration", daemon=True)
            self._thread.start()

    def forget(self) -> None:
        """Drop the report and give up what is being measured, since somebody in it was erased."""
        with self._turn:
            self._given_up.set()
            self.state = CalibrationState()

    def stop(self) -> None:
        """Give up what is being measured, since the program ends."""
        self.forget()
        if self._thread is not None:
            self._thread.join()

    def _work(self, rate: float, given_up: threading.Event) -> None:
        with suppress(_GivenUpError):
            try:
                self._measure(rate, given_up)
            except RollcallError as error:
                self._publish(CalibrationState(finished=time.time(), error=str(error)), given_up)
            except (ArithmeticError, ValueError, MemoryError):
                # Numbers that no gallery should have; it must be possible to ask again.
                _log.exception("the gallery could not be measured")
                words = "The gallery could not be measured; the log tells why."
                self._publish(CalibrationState(finished=time.time(), error=words), given_up)

    def _measure(self, rate: float, given_up: threading.Event) -> None:
        def note(share: float) -> None:
            self._publish(CalibrationState(running=True, progress=share), given_up)

        photos: dict[tuple[str, int], int] = {}
        people = [self._person(record, photos) for record in self._records()]
        if not any(len(person.embeddings) for person in people):
            raise EnrolmentError("Nobody has a photo yet, so there is nothing to measure. Add photos first.")
        note(0.0)
        result = calibrate(people, self._metric, pack_threshold=self._pack_threshold, rate=rate, progress=note)
        done = CalibrationState(progress=1.0, finished=time.time(), result=result, photos=photos)
        self._publish(done, given_up)

    def _publish(self, state: CalibrationState, given_up: threading.Event) -> None:
        with self._turn:
            if given_up.is_set():
                raise _GivenUpError
            self.state = state

    def _person(self, record: PersonRecord, photos: dict[tuple[str, int], int]) -> Person:
        """Return a person with the embeddings that count, and note which photo each is of."""
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
