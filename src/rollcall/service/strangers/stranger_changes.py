"""What is to be written of strangers after a change."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rollcall.identity import Strangers
from rollcall.store import EncounterRecord, StrangersChange

__all__ = ["joined_strangers", "stranger_changes"]


def stranger_changes(
    written: Mapping[int, int | None],
    unwritten: Collection[int],
    strangers: Strangers,
    numbers: Mapping[int, int | None],
    joined: Mapping[int, int],
) -> StrangersChange:
    """Return what the store must be told so that it says what ``strangers`` does.

    ``written``: encounters as they stand in the store, each with its stranger; ``unwritten``: those that it has not, or
    not as they are now. ``numbers`` and ``joined``: what else has changed, also of sightings that are not remembered.
    """
    now, choices = strangers.numbers, strangers.choices
    fresh = (now.keys() - written.keys()) | (now.keys() & set(unwritten))
    moved = {one: number for one, number in now.items() if one in fresh or written.get(one) != number}
    met = (encounter for one in sorted(fresh) if (encounter := strangers.encounter(one)) is not None)
    return StrangersChange(
        encounters=tuple(EncounterRecord(one.id, one.time, one.vector, one.evidence, one.stranger) for one in met),
        numbers={**moved, **numbers},
        joined=joined,
        gone=frozenset(written.keys() - now.keys()),
        ignored=choices.ignored,
        apart=choices.apart,
        next_number=choices.next_number,
    )


def joined_strangers(before: Mapping[int, int | None], now: Mapping[int, int | None]) -> Mapping[int, int]:
    """Return the strangers that were taken up into another one, by the numbers of encounters before and now.

    One whose encounters were only forgotten is not among them.
    """
    given_up = set(before.values()) - set(now.values()) - {None}
    moves = {(number, now[one]) for one, number in before.items() if number in given_up and one in now}
    return {number: into for number, into in moves if number is not None and into is not None}
