"""Questions about a still picture: which faces, who is it, is it the same person."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pillow

from rollcall.config import IdentitySettings
from rollcall.errors import ImageError
from rollcall.identity import Decision, Gallery, Match, Metric
from rollcall.identity.recognition.naming import NamingRules, name_track
from rollcall.identity.threshold import strangeness_of_pack, threshold_for
from rollcall.model import Face, Image
from rollcall.vision import ModelPack, read_image

__all__ = ["Comparison", "PictureQuestions", "PictureSizeError", "RecognisedFace", "read_bounded"]


class PictureSizeError(ImageError):
    """A picture has more pixels than may be decoded."""


@dataclass(frozen=True, slots=True, eq=False)
class RecognisedFace:
    """One face of a picture and who it is."""

    face: Face
    decision: Decision
    matches: tuple[Match, ...]
    """The nearest people, the nearest first, whether the face is named after one of them or not."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One face of a second picture beside the largest face of a first one."""

    face: Face
    score: float
    """In the pack's metric."""
    same: bool
    """Whether the score passes the threshold."""


class PictureQuestions:
    """Answers about still pictures by the models and the gallery at work; any thread may ask."""

    def __init__(self, pack: ModelPack, gallery: Gallery, settings: IdentitySettings) -> None:
        self._pack = pack
        self._gallery = gallery
        self._settings = settings

    def follow(self, settings: IdentitySettings) -> None:
        """Answer by ``settings`` from now on."""
        self._settings = settings

    @property
    def pair_threshold(self) -> float:
        """Least cosine or greatest distance from which two faces are one person's."""
        return self._settings.threshold or self._pack.threshold

    @property
    def metric(self) -> Metric:
        """How faces are compared."""
        return self._gallery.metric

    @property
    def threshold(self) -> float:
        """Least cosine or greatest distance of a known person, fitted to the size of the gallery unless it is set."""
        if self._settings.threshold is not None:
            return self._settings.threshold
        metric = self.metric
        strangers = strangeness_of_pack(metric, metric.to_closeness(self._pack.threshold))
        return metric.to_score(threshold_for(len(self._gallery), strangers))

    def detect(self, image: Image) -> tuple[Face, ...]:
        """Return the faces of ``image``, the largest first, without embeddings."""
        return tuple(sorted(self._pack.detector.detect(image), key=_area, reverse=True))

    def embed(self, image: Image, faces: tuple[Face, ...]) -> tuple[Face, ...]:
        """Return the same faces with embeddings, without those that the model gives no numbers for."""
        embedded = self._pack.embedder.embed(image, faces) if faces else ()
        return tuple(face for face in embedded if face.embedding is not None)

    def recognise(self, face: Face, limit: int) -> RecognisedFace:
        """Return who an embedded face is, and the ``limit`` people nearest to it."""
        # Two at least, since a name needs a margin to the runner-up.
        matches = () if face.embedding is None else self._gallery.match(face.embedding, max(limit, 2))
        decision = name_track(0, matches, faces=1, evidence=1.0, held=None, rules=self._rules())
        return RecognisedFace(face, decision, matches[:limit])

    def compare(self, reference: Face, faces: tuple[Face, ...]) -> tuple[Comparison, ...]:
        """Return how near each of the embedded ``faces`` is to ``reference``, in their order."""
        if reference.embedding is None or not faces:
            return ()
        metric = self.metric
        rows = metric.prepare(np.stack([face.embedding for face in faces if face.embedding is not None]))
        closeness = metric.closeness(metric.prepare(reference.embedding), rows)
        least = metric.to_closeness(self.pair_threshold)
        return tuple(
            Comparison(face, metric.to_score(float(near)), bool(near >= least))
            for face, near in zip(faces, closeness, strict=True)
        )

    def _rules(self) -> NamingRules:
        # One face has to do, so no evidence over time is asked for.
        metric, settings = self.metric, self._settings
        return NamingRules(metric, metric.to_closeness(self.threshold), settings.margin, settings.hold, 0.0)


def read_bounded(data: bytes, most_pixels: int) -> Image:
    """Return the picture in ``data``, told from its first bytes not to be too large before it is decoded.

    Raises PictureSizeError, and ImageError for what is no picture.
    """
    pixels = _declared_pixels(data)
    if pixels > most_pixels:
        raise PictureSizeError(
            f"The picture has {pixels / 1e6:.0f} megapixels; scale it to {most_pixels / 1e6:.0f} or fewer."
        )
    return read_image(data)


def _declared_pixels(data: bytes) -> int:
    """Return how many pixels a picture says it has; 0 where it says nothing, which ``read_image`` explains."""
    try:
        with Pillow.open(io.BytesIO(data)) as picture:
            return picture.width * picture.height
    except Pillow.DecompressionBombError:
        # Pillow gives up from twice its own limit on; so do we, whatever the limit is.
        return 2 * (Pillow.MAX_IMAGE_PIXELS or 0) + 1
    except (OSError, SyntaxError, ValueError, EOFError):
        return 0


def _area(face: Face) -> float:
    return float(np.prod(face.box[2:] - face.box[:2]))
