"""One process a data folder: a lock that the operating system takes back when its process dies, however it dies."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from rollcall.errors import StoreError

__all__ = ["FolderLock", "owner_of"]


class FolderLock:
    """The right to write in a data folder, held from construction to ``release``."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises StoreError at once where another process, or another store of this one, has it."""
        self._lock = FileLock(folder / "rollcall.lock")
        owner = folder / "rollcall.pid"
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise StoreError(
                f"The data in {folder} is in use by another Rollcall{_process(owner)}. "
                "End that one, use its web page, or choose another folder with --data."
            ) from None
        except OSError as error:
            raise StoreError(
                f"Cannot write in the data folder {folder}: {error.strerror}. Give this user the right to, or "
                "choose another folder with --data."
            ) from error
        owner.write_text(str(os.getpid()), encoding="ascii")

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        self._lock.release()


def owner_of(folder: Path) -> str | None:
    """Return who writes in ``folder`` now, as "another Rollcall (process 42)", or None where nobody does.

    Raises StoreError where that cannot be found out.
    """
    file = folder / "rollcall.lock"
    if not file.is_file():
        return None
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return f"another Rollcall{_process(folder / 'rollcall.pid')}"
    except OSError as error:
        raise StoreError(f"Cannot look at {file}: {error.strerror}. Give this user the right to.") from error
    lock.release()
    return None


def _process(owner: Path) -> str:
    try:
        return f" (process {int(owner.read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""
