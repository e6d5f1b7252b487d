"""The database: its tables, how they came to be, and short transactions on them."""

from rollcall.store.database.database import Database, Transaction

__all__ = ["Database", "Transaction"]
