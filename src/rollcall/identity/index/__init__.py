"""The nearest of many embeddings: exact for a few ten thousand, nearly exact and as quick for a million."""

from rollcall.identity.index.protocol import Index, Nearest
from rollcall.identity.index.saved import DamagedIndexError, load_index, save_index
from rollcall.identity.index.two_step import TwoStepIndex
from rollcall.identity.index.vector_index import EXACT_LIMIT, VectorIndex

__all__ = [
    "EXACT_LIMIT",
    "DamagedIndexError",
    "Index",
    "Nearest",
    "TwoStepIndex",
    "VectorIndex",
    "load_index",
    "save_index",
]
