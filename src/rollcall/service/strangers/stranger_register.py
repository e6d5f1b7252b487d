"""The strangers of the store and of the clustering, changed together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from rollcall.errors import StoreError
from rollcall.identity import Encounter, FormerStranger, Metric
from rollcall.service.people.register import Register
from rollcall.service.recent_changes import RecentChanges
from rollcall.service.strangers.stranger_ledger import StrangerLedger
from rollcall.service.strangers.taking_back import RecentMerge, RecentNaming
from rollcall.store import (
    MarkedEmbedding,
    ModelMark,
    PersonRecord,
    SightingRecord,
    Store,
    StrangerRecord,
)

__all__ = ["StrangerRegister"]

_PHOTOS = 3
"""Snapshots looked at where nothing is remembered that a named stranger could be recognised by."""


class StrangerRegister:
    """Takes in stays of unknown people, and does what users say of them; any thread may use it.

    Cameras only ask ``strangers``, which waits for nobody. Who else calls waits for the clustering and the disk.
    """

    def __init__(self, store: Store, register: Register, mark: ModelMark, metric: Metric, threshold: float) -> None:
        """Take over what the store keeps. ``threshold``: of naming, in the metric. Raises StoreError."""
        self._store = store
        self._register = register
        self._mark = mark
        self._ledger = StrangerLedger(store, mark, metric, threshold)
        self.strangers = self._ledger.strangers
        self._turn = threading.Lock()
        self._namings = RecentChanges[int, RecentNaming]()
        self._merges = RecentChanges[int, RecentMerge]()
        self._after_erasure: list[Callable[[], None]] = []

    def add(self, encounter: Encounter) -> None:
        """Take in one stay of somebody unknown, or what a longer stay looks like now.

        Raises StoreError where the store cannot take it; it is written with the next change then.
        """
        if not self._is_unknown(encounter.id):
            return
        with self._turn:
            self._ledger.add(encounter)

    def withdraw(self, sighting: int) -> None:
        """Forget a stay that turned out to be of somebody known. Raises StoreError."""
        with self._turn:
            if sighting in self.strangers.numbers and not self._is_unknown(sighting):
                self.strangers.erase([sighting])
                self._ledger.write(numbers={sighting: None})

    def name(self, number: int, *, person: str | None = None, name: str | None = None) -> tuple[PersonRecord, int]:
        """Say who a stranger is: a ``person`` by id, or somebody by ``name``, who is added where nobody bears it.

        Return the person, who is recognised from now on, and how many past sightings got the name. Raises StoreError.
        """
        pictures = self._nameless(number).pictures
        added = person is None and not self._store.people.namesakes(name or "")
        owner = self._register.whom(person, name).id
        with self._turn, self._ledger.whole():
            former = self.strangers.name(number)
            likenesses = [(one.id, MarkedEmbedding(self._mark, one.vector)) for one in former.likenesses]
            naming = self._store.namings.name_stranger(number, owner, likenesses)
            self._ledger.take_as_written()
        self._register.refresh(owner)
        photos = naming.photos if likenesses else self._learn_from_pictures(owner, pictures)
        with self._turn:
            self._namings.keep(number, RecentNaming(replace(naming, added=added, photos=photos), former))
        return self._store.people.get(owner), naming.sightings

    def unname(self, number: int) -> StrangerRecord:
        """Take back ``name``: the stranger is there again, and the person is recognised by none of it.

        What was said singly of a sighting since then stays as it is, and so does whom cameras recognised since then.
        Raises StoreError where the name is not one of the newest since the start, or nothing bears it any more.
        """
        with self._turn, self._ledger.whole():
            recent = self._namings.find(number)
            if recent is None:
                raise StoreError(
                    f"The name of stranger {number} cannot be taken back at once (any more); correct each sighting."
                )
            self.strangers.unname(self._still_there(recent.former, number))
            with self._ledger.written_with() as change:
                stays = self._store.namings.unname_stranger(recent.naming, change, self._mark)
            self._namings.forget(number)
        follow = self._register.refresh if stays else self._register.leave
        follow(recent.naming.person)
        return self._store.strangers.get(number)

    def merge(self, number: int, duplicate: int) -> StrangerRecord:
        """Say that two strangers are one, who keeps the first ``number``. Raises StoreError."""
        if number == duplicate:
            raise StoreError("A stranger cannot be merged with the same stranger.")
        for one in (number, duplicate):
            self._nameless(one)
        with self._turn, self._ledger.whole():
            past = self._store.strangers.sightings(duplicate)
            merged = self.strangers.merge(duplicate, into=number)
            self._ledger.write(joined={duplicate: number})
            self._merges.keep(duplicate, RecentMerge(merged, past))
        return self._store.strangers.get(number)

    def unmerge(self, number: int, duplicate: int) -> StrangerRecord:
        """Take back ``merge``: the duplicate is there again, with every sighting that it had. Return it.

        What was said singly of a sighting since then stays as it is. Who came since then stays with ``number`` unless
        it looks more like the duplicate. Raises StoreError where the merge is not one of the newest since the start, or
        where nothing of the duplicate is with ``number`` any more.
        """
        with self._turn, self._ledger.whole():
            recent = self._merges.find(duplicate)
            if recent is None or recent.merged.kept.number != number:
                raise StoreError(
                    f"That strangers {number} and {duplicate} are one cannot be taken back at once (any more);"
                    " say of each sighting who it is not."
                )
            self._nameless(number)
            returning = self._still_there(recent.merged.duplicate, number)
            self.strangers.unmerge(replace(recent.merged, duplicate=returning))
            with self._ledger.written_with() as change:
                self._store.strangers.part(number, duplicate, recent.past, change, self._mark)
            self._merges.forget(duplicate)
        return self._store.strangers.get(duplicate)

    def separate(self, sighting: int) -> None:
        """Say that a sighting is not of the stranger it was put to; it becomes a stranger of its own.

        Raises StoreError where it is of no stranger, or the only one of its stranger.
        """
        number = self._store.sightings.get(sighting).stranger
        if number is None or self._store.strangers.get(number).times < 2:
            raise StoreError(f"Sighting {sighting} is not one of several of a stranger.")
        with self._turn, self._ledger.whole():
            self.strangers.separate(sighting)
            self._ledger.write(numbers={sighting: self.strangers.numbers.get(sighting)})

    def ignore(self, number: int) -> StrangerRecord:
        """Never tell of this stranger again. Raises StoreError."""
        self._nameless(number)
        with self._turn, self._ledger.whole():
            self.strangers.ignore(number)
            self._ledger.write()
        return self._store.strangers.get(number)

    def heed(self, number: int) -> StrangerRecord:
        """Take back ``ignore``. Raises StoreError."""
        self._nameless(number)
        with self._turn, self._ledger.whole():
            self.strangers.heed(number)
            self._ledger.write()
        return self._store.strangers.get(number)

    def erase(self, number: int, actor: str) -> None:
        """Leave nothing of a stranger: no sighting, no picture, no embedding. Raises StoreError."""
        with self._turn, self._ledger.whole():
            known = self.strangers.stranger(number)
            self.strangers.erase(known.encounters if known else ())
            self._store.erase_stranger(number, actor)
            self._ledger.take_as_written()
            self._forget_what_does_not_hold()
        for follow in self._after_erasure:
            follow()

    def when_erased(self, follow: Callable[[], None]) -> None:
        """Call ``follow`` after every erasure, so that nothing of the stranger stays elsewhere."""
        self._after_erasure.append(follow)

    def forget_before(self, time: float) -> None:
        """Forget what is older than ``time``, but for ignored strangers. Raises StoreError."""
        with self._turn:
            self.strangers.forget_before(time)
            self._ledger.write()
            self._forget_what_does_not_hold()

    def follow_store(self) -> None:
        """Forget what the store no longer has, after an erasure. Raises StoreError."""
        with self._turn:
            self._ledger.follow_store()
            self._forget_what_does_not_hold()

    def _is_unknown(self, sighting: int) -> bool:
        """Return whether a sighting is there and has no name."""
        record = self._find(sighting)
        return record is not None and record.person is None

    def _find(self, sighting: int) -> SightingRecord | None:
        with _missing_is_none():
            return self._store.sightings.get(sighting)
        return None

    def _forget_what_does_not_hold(self) -> None:
        """Keep nothing of who was erased, and no name that somebody does not bear any more."""
        self._namings.keep_those(self._is_named)
        self._merges.keep_those(lambda recent: self._stranger(recent.merged.kept.number) is not None)

    def _is_named(self, recent: RecentNaming) -> bool:
        stranger = self._stranger(recent.naming.stranger)
        return stranger is not None and stranger.person == recent.naming.person

    def _stranger(self, number: int) -> StrangerRecord | None:
        with _missing_is_none():
            return self._store.strangers.get(number)
        return None

    def _still_there(self, former: FormerStranger, number: int) -> FormerStranger:
        """Return a former stranger without the encounters whose sightings went, or are not ``number``'s any more."""
        found = {one.id: self._find(one.id) for one in former.encounters}
        ours = {one for one, sighting in found.items() if sighting and sighting.stranger == number}
        return replace(former, encounters=tuple(one for one in former.encounters if one.id in ours))

    def _nameless(self, number: int) -> StrangerRecord:
        record = self._store.strangers.get(number)
        if record.person is not None:
            raise StoreError(f"Stranger {number} has a name already.")
        return record

    def _learn_from_pictures(self, person: str, sightings: tuple[int, ...]) -> frozenset[int]:
        """Return the numbers of the photos that were fit to learn from."""
        images = (self._store.sightings.get(sighting).image for sighting in sightings[:_PHOTOS])
        answers = [self._register.add_photo(person, self._store.images.read(image)) for image in images if image]
        return frozenset(answer.photo for answer in answers if answer.photo is not None)


@contextmanager
def _missing_is_none() -> Iterator[None]:
    """Go on where the store says that what is asked for is not there."""
    try:
        yield
    except StoreError as error:
        if error.__cause__ is not None:
            raise
