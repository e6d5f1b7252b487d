"""What enrols photos from the command line: a store, the models, and the people who are there already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from rollcall.cli.data.opening import opened_store
from rollcall.config import Settings
from rollcall.identity import Gallery
from rollcall.service.people.register import Register, mark_of
from rollcall.store import Access, ModelMark, Store
from rollcall.vision import load_pack

__all__ = ["Enrolling", "enrolling"]


class Enrolling(NamedTuple):
    """A store that can be added to."""

    store: Store
    register: Register
    mark: ModelMark


@contextmanager
def enrolling(settings: Settings) -> Iterator[Enrolling]:
    """Open the store and load the models for the length of a block."""
    with opened_store(settings, Access.OWN) as store:
        pack = load_pack(settings.vision)
        gallery = Gallery((), settings.identity.metric or pack.metric)
        register = Register(store, gallery, pack, mark_of(pack), settings.identity.threshold or pack.threshold)
        register.load()
        if store.embeddings.serving is None:
            store.embeddings.serve(mark_of(pack))
        yield Enrolling(store, register, mark_of(pack))
