"""The store: is it there, whole, of this version, and who writes in it; and the folder of photos beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing

from rollcall.config import StoreSettings
from rollcall.doctor.finding import Finding, ok, problem, warning
from rollcall.doctor.machine import nearest_folder

__all__ = ["check_gallery", "check_store"]


def check_store(settings: StoreSettings) -> Iterator[Finding]:
    """Read the database from end to end, beside whoever owns it. Raises StoreError where it cannot be opened."""
    from rollcall.store import DATABASE, Access, Store
    from rollcall.store.files.lock import owner_of
    from rollcall.store.sealing.keys import read_cipher

    folder = settings.data
    if not (folder / DATABASE).is_file():
        # What is no key is told before the first start, too.
        read_cipher(settings)
        yield _not_there_yet(settings)
        return
    owner = owner_of(folder)
    with closing(Store(settings, access=Access.READ)) as store:
        damage = store.find_damage()
        people, sightings, doubt = store.people.count(), store.sightings.count(), store.clock.doubt(time.time())
    if damage is not None:
        yield problem(
            "database",
            f"{folder / DATABASE} is damaged: {damage}",
            "Restore a backup with 'rollcall restore', or move the file away.",
        )
        return
    used = f"in use by {owner}" if owner else "not in use"
    yield ok("database", f"{folder / DATABASE} is whole, {people} people, {sightings} sightings; {used}")
    if doubt is not None:
        yield warning(
            "retention", doubt, "If the clock is right, do nothing: 'rollcall run' deletes it a day after its start."
        )


def check_gallery(settings: StoreSettings) -> Iterator[Finding]:
    """Look whether the folder of photos can be read, where one is set."""
    if settings.gallery is None:
        return
    try:
        people = sum(entry.is_dir() for entry in settings.gallery.iterdir())
    except OSError as error:
        words = f"'{settings.gallery}' cannot be read: {error.strerror}"
        yield problem("gallery", words, "Correct 'store.gallery', or give this user the right to read it.")
    else:
        yield ok("gallery", f"{people} folders of people in {settings.gallery}")


def _not_there_yet(settings: StoreSettings) -> Finding:
    place = nearest_folder(settings.data)
    if os.access(place, os.W_OK):
        return ok("database", f"there is none in {settings.data} yet; the first start makes it")
    return problem(
        "database",
        f"there is none in {settings.data}, and this user may not write in {place}",
        "Give this user the right to, or choose another folder with --data.",
    )
