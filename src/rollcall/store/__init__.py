"""What outlives the process. The only room that imports sqlalchemy."""

from rollcall.store.records import (
    EmbeddingMatrix,
    MarkedEmbedding,
    ModelMark,
    NewPhoto,
    Origin,
    Page,
    PersonRecord,
    PhotoRecord,
    SightingFilter,
    SightingRecord,
)
from rollcall.store.store import Store

__all__ = [
    "EmbeddingMatrix",
    "MarkedEmbedding",
    "ModelMark",
    "NewPhoto",
    "Origin",
    "Page",
    "PersonRecord",
    "PhotoRecord",
    "SightingFilter",
    "SightingRecord",
    "Store",
]
