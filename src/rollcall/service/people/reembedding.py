"""Another model for the same gallery: kept photos are embedded anew, while embeddings of the former one serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rollcall.errors import ImageError
from rollcall.identity import check_photo
from rollcall.identity.enrolment.photo_embedding import FaceModels
from rollcall.store import MarkedEmbedding, ModelMark, PhotoRecord, Store
from rollcall.vision import read_image

__all__ = ["PhotoStep", "Reembedding"]

_BATCH = 100


@dataclass(frozen=True, slots=True)
class PhotoStep:
    """What came of one photo."""

    photo: PhotoRecord
    words: str | None
    """Why the new model finds nobody in it; None where all is well."""


class Reembedding:
    """The way from the embeddings that serve in a store to those by another model.

    Each photo is a step that stands in the store when it is done, so that an interrupted way goes on where it ended.
    Photos that are added meanwhile must be embedded by both models, or are done when their turn comes.
    """

    def __init__(self, store: Store, models: FaceModels, mark: ModelMark) -> None:
        """``mark``: what embeddings by ``models`` are kept under."""
        self._store = store
        self._models = models
        self._mark = mark

    @property
    def needed(self) -> bool:
        """Whether another model serves. In a store without embeddings the new one serves at once."""
        serving = self._store.embeddings.serving
        if serving is None:
            self._store.embeddings.serve(self._mark)
            return False
        return serving != self._mark

    @property
    def progress(self) -> tuple[int, int]:
        """Number of photos that are done, and of all."""
        return self._store.embeddings.count_photos(self._mark), self._store.photos.count()

    def steps(self) -> Iterator[PhotoStep]:
        """Embed photo by photo whatever is not done yet; call ``finish`` when all are."""
        last = 0
        while batch := self._store.embeddings.missing(self._mark, limit=_BATCH, after=last):
            for photo in batch:
                yield PhotoStep(photo, self._embed(photo))
            last = batch[-1].id

    def finish(self) -> None:
        """Let the new embeddings serve from now on, and drop those by other models."""
        self._store.embeddings.serve(self._mark)

    def _embed(self, photo: PhotoRecord) -> str | None:
        try:
            check = check_photo(read_image(self._store.images.read(photo.image)), self._models)
        except ImageError as error:
            return str(error)
        if check.face is None or check.face.embedding is None:
            return check.words
        self._store.embeddings.add(photo, MarkedEmbedding(self._mark, check.face.embedding))
        return None
