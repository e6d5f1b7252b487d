"""The running system: what is built of which parts, in the order of the data."""

from __future__ import annotations

import logging

from rollcall.capture import CameraStream
from rollcall.config import CameraSettings, Settings
from rollcall.identity import Gallery, Presence, Recognizer, enrol_folder
from rollcall.service.analysis import Analysis
from rollcall.service.events import Events
from rollcall.service.pipeline import Pipeline
from rollcall.service.recorder import Recorder
from rollcall.service.stays import Stays
from rollcall.store import Store
from rollcall.tracking import Tracker
from rollcall.vision import ModelPack

__all__ = ["System"]

_STRANGERS_APART = 1.5
"""Distance of two strangers in thresholds: 0.83 for dlib's model on LFW, whose threshold is 0.55."""

_log = logging.getLogger(__name__)


class System:
    """Cameras, gallery and store at work together, from ``start`` to ``stop``."""

    def __init__(self, settings: Settings, pack: ModelPack) -> None:
        """Open the store and enrol the gallery with ``pack``; cameras wait for ``start``.

        Raises EnrolmentError or StoreError where one of these cannot be had.
        """
        self.settings = settings
        self.events = Events()
        self.pack = pack
        self.gallery = _enrol(settings, self.pack)
        self.store = Store(settings.store)
        self._recorder = Recorder(self.store, self.events)
        self.pipelines = tuple(self._pipeline(camera) for camera in settings.cameras)

    def start(self) -> None:
        """Connect to every camera; one that does not answer is tried again and holds up nobody."""
        self._recorder.start()
        for pipeline in self.pipelines:
            pipeline.start()

    def stop(self) -> None:
        """End every camera, write down who was still there, and close the store."""
        for pipeline in self.pipelines:
            pipeline.stop()
        self._recorder.stop()
        self.store.close()

    def _pipeline(self, camera: CameraSettings) -> Pipeline:
        settings = self.settings
        return Pipeline(
            CameraStream(camera.name, camera.url, settings.capture),
            Analysis(
                self.pack,
                Tracker(settings.tracking, stranger_distance=_stranger_distance(self.pack)),
                Recognizer(self.gallery, settings.identity, self.pack.threshold),
            ),
            Stays(camera.name, Presence(settings.identity, self.gallery.metric), self._recorder),
        )


def _stranger_distance(pack: ModelPack) -> float | None:
    """Return how far apart the embeddings of two strangers usually are; None where cosines are compared."""
    return None if pack.metric == "cosine" else _STRANGERS_APART * pack.threshold


def _enrol(settings: Settings, pack: ModelPack) -> Gallery:
    """Return the people of the gallery's folder, and tell of every photo that cannot stand for anybody."""
    gallery = Gallery((), settings.identity.metric or pack.metric)
    if settings.store.gallery is None:
        _log.warning("no gallery: everybody will be Unknown; name a folder of photos by --gallery DIR or GALLERY")
        return gallery
    enrolment = enrol_folder(settings.store.gallery, pack)
    gallery.replace(enrolment.people)
    for report in enrolment.refused:
        _log.warning("photo %s is left out: %s", report.path, report.check.words)
    for name in enrolment.left_out:
        _log.warning("%s has no photo that can be used, so nobody will be called that", name)
    photos = sum(len(person.photos) for person in enrolment.people)
    _log.info("enrolled", extra={"people": len(enrolment.people), "photos": photos, "folder": settings.store.gallery})
    return gallery
