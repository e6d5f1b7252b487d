"""The running system: what is built of which parts, in the order of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from rollcall.capture import CameraStream
from rollcall.config import CameraSettings, Settings
from rollcall.identity import Gallery, Metric, Presence, Recognizer
from rollcall.identity.enrolment.folder import list_photos
from rollcall.service.adjustments import Adjustments
from rollcall.service.analysis.analysis import Analysis
from rollcall.service.cameras.cameras import Cameras
from rollcall.service.cameras.pipeline import Pipeline
from rollcall.service.housekeeping import Housekeeping
from rollcall.service.metrics import Metrics, SystemReader
from rollcall.service.output_states import OutputStates
from rollcall.service.people.calibrating import Calibrating
from rollcall.service.people.enrolment import Enrolment
from rollcall.service.people.picture_questions import PictureQuestions
from rollcall.service.people.register import Register, mark_of
from rollcall.service.sightings.corrections import Corrections
from rollcall.service.sightings.events import Events
from rollcall.service.sightings.likenesses import Likenesses
from rollcall.service.sightings.record import Losses
from rollcall.service.sightings.recorder import Recorder
from rollcall.service.sightings.stays import Stays
from rollcall.service.strangers.encounter_queue import EncounterQueue
from rollcall.service.strangers.stranger_register import StrangerRegister
from rollcall.store import Store
from rollcall.tracking import Tracker
from rollcall.vision import ModelPack

__all__ = ["System"]


class System:
    """Cameras, gallery and store at work together, from ``start`` to ``stop``."""

    def __init__(self, settings: Settings, pack: ModelPack) -> None:
        """Open the store and take its people into the gallery; cameras and the gallery's folder wait for ``start``.

        Raises EnrolmentError or StoreError where one of these cannot be had.
        """
        pack = self.pack = _compared_by(pack, settings.identity.metric)
        self.events = Events()
        self.metrics = Metrics()
        self.events.listen(self.metrics.count_event)
        self.outputs = OutputStates()
        self.gallery = Gallery((), pack.metric)
        if settings.store.gallery is not None:
            # Told before anything is opened, since it is the mistake that is made most.
            list_photos(settings.store.gallery)
        self.store = Store(settings.store)
        self.adjustments = Adjustments(settings, self.store.preferences, f"{pack.model_hash} {pack.metric}")
        settings = self.settings
        self.store.retention.follow(settings.store)
        self.questions = PictureQuestions(pack, self.gallery, settings.identity)
        self.register = Register(self.store, self.gallery, pack, mark_of(pack), self.questions.threshold)
        self.register.load()
        self.calibrating = Calibrating(self.store, mark_of(pack), self.gallery.metric, pack.threshold)
        likenesses = Likenesses()
        self.strangers = StrangerRegister(
            self.store, self.register, mark_of(pack), self.gallery.metric, self.questions.pair_threshold
        )
        self.corrections = Corrections(self.store, pack, self.register, self.strangers, likenesses)
        for follow in (likenesses.forget, self.strangers.follow_store, self.calibrating.forget, self._forget_scenes):
            self.register.when_erased(follow)
        self.strangers.when_erased(likenesses.forget)
        self._encounters = EncounterQueue(self.strangers)
        self.metrics.watch_queue("strangers", lambda: self._encounters.waiting)
        self._enrolment = Enrolment(settings.store.gallery, self.store, self.register, pack)
        self._recorder = Recorder(self.store, self.events, self._encounters, likenesses)
        self.metrics.watch_queue("recorder", lambda: self.unwritten)
        self._housekeeping = Housekeeping(self.store, self.strangers, likenesses)
        patience = settings.capture.connect_timeout_seconds
        self.cameras = Cameras(
            settings.cameras, self.store.cameras, self._pipeline, self._recorder.rename, patience_seconds=patience
        )
        self.metrics.watch(SystemReader(self))
        self.adjustments.listen(self._follow)

    @property
    def settings(self) -> Settings:
        """As they are at work: some can be changed while the system runs."""
        return self.adjustments.current

    @property
    def pipelines(self) -> tuple[Pipeline, ...]:
        """One a camera, at this moment: cameras come and go."""
        return self.cameras.pipelines

    @property
    def unwritten(self) -> int:
        """Changes of sightings that are not in the store yet."""
        return self._recorder.waiting

    @property
    def clock_doubt(self) -> str | None:
        """Why nothing is deleted although it may be outdated, in one line: the clock cannot be believed."""
        return self._housekeeping.doubt

    @property
    def store_trouble(self) -> str | None:
        """Why nothing can be written down, in one line; None while all is well."""
        return self.store.trouble or self._recorder.trouble

    @property
    def lost(self) -> Losses:
        """What of sightings was given up since the start, since it could not be written."""
        return self._recorder.lost

    def when_erased(self, follow: Callable[[], None]) -> None:
        """Call ``follow`` after an erasure, of people and of strangers, and after what is outdated was deleted."""
        self.register.when_erased(follow)
        self.strangers.when_erased(follow)
        self._housekeeping.when_tidied(follow)

    def start(self) -> None:
        """Connect to every camera; one that does not answer is tried again and holds up nobody."""
        self._encounters.start()
        self._recorder.start()
        self._enrolment.start()
        self._housekeeping.start()
        self.cameras.start()

    def stop(self) -> None:
        """End every camera, write down who was still there, and close the store."""
        self.cameras.stop()
        self.calibrating.stop()
        self._enrolment.stop()
        self._housekeeping.stop()
        self._recorder.stop()
        self._encounters.stop()
        self.store.close()

    def _forget_scenes(self) -> None:
        """Show nobody until each camera's next picture: one that is gone would tell of somebody erased for good."""
        for pipeline in self.pipelines:
            pipeline.scenes.forget()

    def _follow(self, settings: Settings) -> None:
        self.store.retention.follow(settings.store)
        self.questions.follow(settings.identity)
        self.register.follow(self.questions.threshold)
        for pipeline in self.pipelines:
            pipeline.follow(settings.identity)

    def _pipeline(self, camera: CameraSettings) -> Pipeline:
        settings, strangers = self.settings, self.strangers.strangers
        recognizer = Recognizer(self.gallery, settings.identity, self.pack.threshold, strangers)
        presence = Presence(settings.identity, self.gallery.metric)
        stranger_distance = self.gallery.metric.stranger_distance(self.pack.threshold)
        return Pipeline(
            CameraStream(camera.name, camera.url, settings.capture),
            Analysis(
                self.pack,
                Tracker(settings.tracking, stranger_distance=stranger_distance),
                recognizer,
                self.store.cameras.masks(camera.name),
            ),
            Stays(camera.name, presence, self._recorder, recognizer.template, strangers, self.gallery),
            self.metrics.of(camera.name),
        )


def _compared_by(pack: ModelPack, metric: Literal["cosine", "euclidean"] | None) -> ModelPack:
    """Return ``pack`` with its threshold in the metric that the user chose, or as it is."""
    if metric is None or metric == pack.metric:
        return pack
    return replace(pack, metric=metric, threshold=Metric(pack.metric).convert(pack.threshold, Metric(metric)))
