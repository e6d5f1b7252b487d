"""What outlives the process. The only room that imports sqlalchemy.

``store`` is the whole, opened and closed as one, and a module a noun lies beside it. Rooms of their own: ``people``,
and what all stand on, ``database`` and ``sealing``.
"""

from rollcall.store.accounts import Accounts, ApiKeyRecord, SessionRecord, UserRecord
from rollcall.store.audit_log import AuditLog, AuditRecord
from rollcall.store.cameras import CameraTable
from rollcall.store.deliveries import Deliveries, Delivery
from rollcall.store.durable import durable_file
from rollcall.store.erasure import Erasure
from rollcall.store.preferences import Preferences
from rollcall.store.records import (
    EmbeddingMatrix,
    FolderFile,
    FolderFileRecord,
    MarkedEmbedding,
    Mask,
    ModelMark,
    NewPerson,
    NewPhoto,
    Origin,
    Page,
    PersonChange,
    PersonRecord,
    PhotoRecord,
    SightingFilter,
    SightingRecord,
)
from rollcall.store.retention import Outdated
from rollcall.store.sealing.encryption import Cipher
from rollcall.store.store import DATABASE, Access, Store
from rollcall.store.stranger_records import (
    EncounterRecord,
    KeptStrangers,
    StrangerOrder,
    StrangerRecord,
    StrangersChange,
)
from rollcall.store.unnaming import StrangerNaming

__all__ = [
    "DATABASE",
    "Access",
    "Accounts",
    "ApiKeyRecord",
    "AuditLog",
    "AuditRecord",
    "CameraTable",
    "Cipher",
    "Deliveries",
    "Delivery",
    "EmbeddingMatrix",
    "EncounterRecord",
    "Erasure",
    "FolderFile",
    "FolderFileRecord",
    "KeptStrangers",
    "MarkedEmbedding",
    "Mask",
    "ModelMark",
    "NewPerson",
    "NewPhoto",
    "Origin",
    "Outdated",
    "Page",
    "PersonChange",
    "PersonRecord",
    "PhotoRecord",
    "Preferences",
    "SessionRecord",
    "SightingFilter",
    "SightingRecord",
    "Store",
    "StrangerNaming",
    "StrangerOrder",
    "StrangerRecord",
    "StrangersChange",
    "UserRecord",
    "durable_file",
]
