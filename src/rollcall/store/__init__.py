"""What outlives the process. The only room that imports sqlalchemy."""

from rollcall.store.accounts import Accounts, ApiKeyRecord, SessionRecord, UserRecord
from rollcall.store.audit_log import AuditLog, AuditRecord
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
    "AuditLog",
    "AuditRecord",
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
