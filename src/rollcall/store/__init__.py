"""What outlives the process. The only room that imports sqlalchemy.

``store`` is the whole, opened and closed as one. Below it: ``forgetting``, ``strangers``, ``people``, ``sightings``,
and what all stand on, ``files``, ``sealing`` and ``database``. Above it: ``transfer``.
"""

from rollcall.store.accounts import Accounts, ApiKeyRecord, SessionRecord, UserRecord
from rollcall.store.audit_log import AuditAction, AuditLog, AuditRecord
from rollcall.store.cameras import CameraTable
from rollcall.store.deliveries import Deliveries, Delivery
from rollcall.store.files.durable import durable_file
from rollcall.store.forgetting.erasure import Erasure
from rollcall.store.forgetting.retention import Outdated
from rollcall.store.people.merging import PeopleMerge
from rollcall.store.people.person_order import PersonOrder
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
from rollcall.store.sealing.encryption import Cipher
from rollcall.store.store import DATABASE, Access, Store
from rollcall.store.strangers.stranger_records import (
    EncounterRecord,
    KeptStrangers,
    StrangerOrder,
    StrangerRecord,
    StrangersChange,
)
from rollcall.store.strangers.unnaming import StrangerNaming

__all__ = [
    "DATABASE",
    "Access",
    "Accounts",
    "ApiKeyRecord",
    "AuditAction",
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
    "PeopleMerge",
    "PersonChange",
    "PersonOrder",
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
