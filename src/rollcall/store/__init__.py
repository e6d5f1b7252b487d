"""What outlives the process. The only room that imports sqlalchemy."""

from rollcall.store.accounts import Accounts, ApiKeyRecord, SessionRecord, UserRecord
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
    "Accounts",
    "ApiKeyRecord",
    "EmbeddingMatrix",
    "MarkedEmbedding",
    "ModelMark",
    "NewPhoto",
    "Origin",
    "Page",
    "PersonRecord",
    "PhotoRecord",
    "SessionRecord",
    "SightingFilter",
    "SightingRecord",
    "Store",
    "UserRecord",
]
