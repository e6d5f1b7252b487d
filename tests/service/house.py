"""A store and the people and strangers on it, as ``System`` builds them; nothing here needs a model or a camera."""

from __future__ import annotations

import numpy as np

from identity.faces import photo
from rollcall.config import StoreSettings
from rollcall.identity import Encounter, Gallery, Metric
from rollcall.model import Sighting
from rollcall.service.people.register import Register
from rollcall.service.strangers.stranger_register import StrangerRegister
from rollcall.store import ModelMark, Store

__all__ = ["MARK", "THRESHOLD", "House"]

MARK = ModelMark("test", "ab" * 32, "arcface-112")
THRESHOLD = 0.45


class House:
    """A store and what stands on it, as ``System`` builds them; nothing here needs a model."""

    def __init__(self, settings: StoreSettings) -> None:
        self.store = Store(settings)
        self.gallery = Gallery((), Metric.COSINE)
        self.register = Register(self.store, self.gallery, None, MARK, THRESHOLD)  # type: ignore[arg-type]
        self.register.load()
        self.strangers = StrangerRegister(self.store, self.register, MARK, Metric.COSINE, THRESHOLD)
        self.register.when_erased(self.strangers.follow_store)

    def meet(self, seed: int, shot: int = 0, *, time: float = 1.0, evidence: float = 1.5) -> int:
        """Let the person ``seed`` come by; return the sighting."""
        snapshot = np.random.default_rng(seed * 100 + shot).integers(0, 255, (24, 16, 3), np.uint8)
        sighting = self.store.sightings.add(Sighting("door", 1, time, time + 1, snapshot=snapshot))
        self.strangers.add(Encounter(sighting, time + 1, photo(seed, shot, noise=0.5), evidence))
        return sighting

    def of(self, sighting: int) -> int | None:
        return self.store.sightings.get(sighting).stranger
