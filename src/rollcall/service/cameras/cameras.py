"""The cameras at work: listed, added, changed and removed while the others go on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rollcall.capture import StreamState
from rollcall.config import CameraSettings
from rollcall.errors import ConfigError, RollcallError, SourceUnreachable
from rollcall.redaction import SourceUrl
from rollcall.service.cameras.pipeline import Pipeline
from rollcall.store import CameraTable, Mask

__all__ = ["CameraFixedError", "CameraOrigin", "CameraTakenError", "Cameras", "UnknownCameraError", "WatchedCamera"]

_log = logging.getLogger(__name__)


class UnknownCameraError(ConfigError):
    """There is no camera of that name."""


class CameraTakenError(ConfigError):
    """There is a camera of that name already."""


class CameraFixedError(ConfigError):
    """The camera stands in the settings and is changed there."""


class CameraOrigin(StrEnum):
    """Where a camera was named."""

    SETTINGS = "settings"
    """In ``rollcall.yaml``, the environment or the command line, where alone it can be changed."""
    PAGE = "page"
    """On a page or by the API; kept in the store."""


@dataclass(frozen=True, slots=True, eq=False)
class WatchedCamera:
    """One camera at work."""

    settings: CameraSettings
    origin: CameraOrigin
    pipeline: Pipeline

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.name


class Cameras:
    """Every camera by its name, those of the settings first; any thread may look, change or ask for changes.

    Changes take turns. Whoever looks sees the cameras as they were before a change or after it, and never waits.
    """

    def __init__(
        self,
        fixed: tuple[CameraSettings, ...],
        kept: CameraTable,
        build: Callable[[CameraSettings], Pipeline],
        renamed: Callable[[str, str], None],
        *,
        patience_seconds: float,
    ) -> None:
        """Build those of the settings and those that are kept; nothing connects before ``start``.

        ``renamed``: told the old and the new name of a camera that is at rest.
        ``patience_seconds``: how long the first picture of a camera is waited for before it takes another one's place.
        """
        self._kept = kept
        self._build = build
        self._renamed = renamed
        self._patience = patience_seconds
        self._turn = threading.Lock()
        self._working = False
        # Replaced by a change and never changed itself, so that nobody who reads it needs the lock.
        self._watched: Mapping[str, WatchedCamera] = MappingProxyType({})
        for camera in fixed:
            self._publish(self._watch(camera, CameraOrigin.SETTINGS))
        self._take_kept()

    @property
    def all(self) -> tuple[WatchedCamera, ...]:
        """All of them in their order, at this moment."""
        return tuple(self._watched.values())

    @property
    def pipelines(self) -> tuple[Pipeline, ...]:
        """Their pipelines in the same order."""
        return tuple(camera.pipeline for camera in self._watched.values())

    def find(self, name: str) -> WatchedCamera | None:
        """Return the camera ``name``, or None where there is none."""
        return self._watched.get(name)

    def get(self, name: str) -> WatchedCamera:
        """Return the camera ``name``. Raises UnknownCameraError."""
        camera = self._watched.get(name)
        if camera is None:
            names = ", ".join(self._watched) or "none"
            raise UnknownCameraError(f"There is no camera '{name}'; there are: {names}.")
        return camera

    def start(self) -> None:
        """Connect to all of them, and from now on to each that is added."""
        with self._turn:
            self._working = True
            for pipeline in self.pipelines:
                pipeline.start()

    def stop(self) -> None:
        """End all of them."""
        with self._turn:
            self._working = False
            for pipeline in self.pipelines:
                pipeline.stop()

    def add(self, name: str, url: SourceUrl) -> WatchedCamera:
        """Keep a camera and watch it. Raises CameraTakenError, SourceUnsupported or StoreError."""
        with self._turn:
            self._require_free(name)
            camera = self._watch(CameraSettings(name=name, url=url), CameraOrigin.PAGE)
            self._kept.put(name, url)
            self._publish(camera)
            if self._working:
                camera.pipeline.start()
            return camera

    def change(self, name: str, url: SourceUrl | None = None, *, new_name: str | None = None) -> WatchedCamera:
        """Watch ``url`` in place of the source of a camera that was added, or call it ``new_name``, or both.

        Its place, masks and all that it has seen go with it. One that is live goes on until another source shows a
        picture. Raises SourceUnreachable where that does not come, UnknownCameraError, CameraTakenError,
        CameraFixedError, SourceUnsupported or StoreError, and then nothing has changed.
        """
        with self._turn:
            old = self._changeable(name)
            if new_name is not None and new_name != name:
                self._require_free(new_name)
            fresh = CameraSettings(name=new_name or name, url=url or old.settings.url)
            masks = self._kept.masks(name)
            camera = self._watch(fresh, CameraOrigin.PAGE)
            camera.pipeline.ignore(masks)
            try:
                if self._working and url is not None:
                    self._await_picture(old.pipeline, camera.pipeline)
                self._kept.change(name, fresh.name, fresh.url)
            except RollcallError:
                camera.pipeline.stop()
                raise
            self._replace(old, camera)
            return camera

    def remove(self, name: str) -> None:
        """Forget a camera that was added, and watch it no more; its sightings stay.

        Raises UnknownCameraError, CameraFixedError or StoreError.
        """
        with self._turn:
            camera = self._changeable(name)
            self._kept.remove(name)
            self._watched = MappingProxyType({key: kept for key, kept in self._watched.items() if key != name})
            camera.pipeline.stop()

    def masks(self, name: str) -> tuple[Mask, ...]:
        """Return where nobody is looked for. Raises UnknownCameraError or StoreError."""
        return self._kept.masks(self.get(name).name)

    def mask(self, name: str, masks: tuple[Mask, ...]) -> None:
        """Look for nobody within ``masks`` from now on. Raises UnknownCameraError or StoreError."""
        with self._turn:
            camera = self.get(name)
            self._kept.put_masks(name, masks)
            camera.pipeline.ignore(masks)

    def _take_kept(self) -> None:
        for name, url in self._kept.all().items():
            if name in self._watched:
                _log.warning("the settings go before the camera that was added on a page", extra={"camera": name})
                continue
            try:
                self._publish(self._watch(CameraSettings(name=name, url=url), CameraOrigin.PAGE))
            except RollcallError as error:
                # Kept by another version; it must not keep the others from starting.
                _log.error("a camera that was added on a page cannot be watched: %s", error, extra={"camera": name})

    def _watch(self, camera: CameraSettings, origin: CameraOrigin) -> WatchedCamera:
        return WatchedCamera(camera, origin, self._build(camera))

    def _publish(self, camera: WatchedCamera) -> None:
        self._watched = MappingProxyType({**self._watched, camera.name: camera})

    def _replace(self, old: WatchedCamera, new: WatchedCamera) -> None:
        if old.name == new.name:
            self._publish(new)
        if self._working:
            # Before the new one begins, so that nobody is seen by both.
            old.pipeline.stop()
        if old.name != new.name:
            # Not before: who was there has left under the old name, which is then what it was called all the time.
            self._renamed(old.name, new.name)
            cameras = [new if each is old else each for each in self.all]
            self._watched = MappingProxyType({each.name: each for each in cameras})
        if self._working:
            new.pipeline.start()

    def _require_free(self, name: str) -> None:
        if name in self._watched:
            raise CameraTakenError(f"There is a camera '{name}' already. Change it, or choose another name.")

    def _changeable(self, name: str) -> WatchedCamera:
        camera = self.get(name)
        if camera.origin is CameraOrigin.SETTINGS:
            raise CameraFixedError(
                f"Camera '{name}' stands in rollcall.yaml, RTSP_URL or the command line. "
                "Change it there, and start anew."
            )
        return camera

    def _await_picture(self, old: Pipeline, new: Pipeline) -> None:
        """Connect to ``new``; raise SourceUnreachable where ``old`` is live and it is not."""
        new.connect()
        if old.status.state is not StreamState.LIVE or new.wait_frame(-1, self._patience) is not None:
            return
        reason = new.status.reason or f"no picture within {self._patience:g} s"
        raise SourceUnreachable(f"Camera '{old.name}' goes on as it was, since the new one does not: {reason}")
