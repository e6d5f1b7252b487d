"""What a user says of one sighting: "this is Ada", "this is not Ada"."""

from __future__ import annotations

from rollcall.errors import ImageError, StoreError
from rollcall.identity import Encounter, Likeness, PhotoCheck, PhotoFault, check_photo
from rollcall.identity.enrolment.photo_check import largest_face
from rollcall.identity.face_weight import weigh
from rollcall.identity.strangers.grouping import FOUNDING_EVIDENCE
from rollcall.service.people.register import PhotoAnswer, Register, mark_of
from rollcall.service.sightings.likenesses import Likenesses
from rollcall.service.strangers.stranger_register import StrangerRegister
from rollcall.store import MarkedEmbedding, SightingRecord, Store
from rollcall.vision import ModelPack, read_image

__all__ = ["Corrections"]

_ENOUGH = 0.5
"""Evidence from which a stay is learned from without a look at its snapshot: what a name needs as shipped."""


class Corrections:
    """Puts right who was seen, in the past and for the future; any thread may use it."""

    def __init__(
        self,
        store: Store,
        pack: ModelPack,
        register: Register,
        strangers: StrangerRegister,
        likenesses: Likenesses,
    ) -> None:
        self._store = store
        self._pack = pack
        self._mark = mark_of(pack)
        self._register = register
        self._strangers = strangers
        self._likenesses = likenesses

    def reject(self, sighting: int) -> SightingRecord:
        """Say "not this person": the name goes, and who was seen becomes a stranger.

        Of a sighting without a name: it is not of that stranger. Raises StoreError where it is of nobody at all.
        """
        record = self._store.sightings.get(sighting)
        if record.name is None:
            self._strangers.separate(sighting)
        else:
            likeness = self._likeness(record)
            self._unname(record, likeness)
            if likeness is not None:
                # A user said that it is somebody else: that is evidence enough for a stranger of its own.
                evidence = max(likeness.evidence, FOUNDING_EVIDENCE)
                self._strangers.add(Encounter(sighting, record.end, likeness.vector, evidence))
        return self._store.sightings.get(sighting)

    def name(self, sighting: int, *, person: str | None = None, name: str | None = None) -> PhotoAnswer:
        """Say who was seen: a ``person`` by id, or somebody by ``name``, who is added where nobody bears it.

        A stranger gets the name in every sighting. Raises StoreError; a face of which nothing can be learned is an
        answer.
        """
        record = self._store.sightings.get(sighting)
        if record.name is None and record.stranger is not None:
            _, named = self._strangers.name(record.stranger, person=person, name=name)
            return PhotoAnswer(f"{named} sightings got the name")
        owner = self._register.whom(person, name).id
        if record.person not in (None, owner):
            self._unname(record, self._likeness(record))
        learned = self._fit_to_learn(record)
        embedding = learned if isinstance(learned, MarkedEmbedding) else None
        self._store.namings.name_sighting(sighting, owner, embedding)
        self._strangers.withdraw(sighting)
        self._register.refresh(owner)
        return self._answer(owner, learned)

    def _unname(self, record: SightingRecord, likeness: Likeness | None) -> None:
        """Take a wrong name off a sighting, and what was learned by it off the person."""
        person = self._store.namings.reject(record.id, self._marked(likeness))
        if person is not None:
            self._register.refresh(person)

    def _answer(self, person: str, learned: MarkedEmbedding | PhotoCheck) -> PhotoAnswer:
        if isinstance(learned, PhotoCheck):
            return PhotoAnswer(
                f"the name is kept, but nothing is learned from it: {learned.words}", fault=learned.fault
            )
        other = self._register.look_alike(person, learned.vector)
        return PhotoAnswer(f"taken, but looks like {other}" if other else "taken", looks_like=other)

    def _fit_to_learn(self, record: SightingRecord) -> MarkedEmbedding | PhotoCheck:
        """Return what the person can be recognised by from now on, or why there is nothing."""
        likeness = self._likenesses.find(record.id)
        if likeness is not None and likeness.evidence >= _ENOUGH:
            return MarkedEmbedding(self._mark, likeness.vector)
        try:
            if record.image is None:
                return PhotoCheck("its picture is gone", fault=PhotoFault.NO_FACE)
            check = check_photo(read_image(self._store.images.read(record.image)), self._pack)
        except ImageError as error:
            return PhotoCheck(str(error), fault=PhotoFault.UNREADABLE)
        face = check.face
        return check if face is None or face.embedding is None else MarkedEmbedding(self._mark, face.embedding)

    def _likeness(self, record: SightingRecord) -> Likeness | None:
        """Return what was seen looked like: as its track has it, or else its snapshot."""
        return self._likenesses.find(record.id) or self._likeness_of_snapshot(record)

    def _likeness_of_snapshot(self, record: SightingRecord) -> Likeness | None:
        if record.image is None:
            return None
        try:
            face = largest_face(read_image(self._store.images.read(record.image)), self._pack)
        except (ImageError, StoreError):
            return None
        return None if face is None or face.embedding is None else Likeness(face.embedding, weigh(face))

    def _marked(self, likeness: Likeness | None) -> MarkedEmbedding | None:
        return None if likeness is None else MarkedEmbedding(self._mark, likeness.vector)
