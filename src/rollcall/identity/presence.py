"""From decisions to stays: one enter and one exit for one stay, whatever the detector misses in between."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from rollcall.config.identity import IdentitySettings
from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.face_weight import weigh
from rollcall.identity.metric import Metric
from rollcall.model import Face, Track

__all__ = ["Presence", "Stay", "StayChange", "StayEvent"]

_NOTHING: Mapping[int, int] = MappingProxyType({})
_CLEARLY_BETTER = 1.1
"""A face that weighs this much more than the one kept replaces it as the picture of the stay."""
_CLOCK_SET_SECONDS = 5.0
"""Time that steps back further than this was set: frames and the clock of this machine differ by less."""


class StayEvent(StrEnum):
    """What happened to a stay."""

    ENTERED = "entered"
    NAMED = "named"
    """It turned out to be somebody, or somebody else, or nobody known after all."""
    BETTER_FACE = "better_face"
    """The newest frame shows this stay better than any before."""
    JOINED = "joined"
    """It was a part of another stay of the same person, into which it is now taken up."""
    LEFT = "left"


@dataclass(frozen=True, slots=True, eq=False)
class Stay:
    """One person's, or one stranger's, stay before one camera as far as it has come."""

    number: int
    """Counts the stays of this camera from 1; gaps are people who were seen too shortly to enter."""
    track: int
    """The track that it began with."""
    newest_track: int
    """The track that it goes on with."""
    start: float
    end: float
    """When it was first and last seen, on the clock given to ``Presence``."""
    face: Face
    """The best face so far."""
    decision: Decision
    """Who it is and why: the newest decision that says something."""
    person: str | None = None
    name: str | None = None
    score: float | None = None
    """Best match under that name, in the gallery's metric."""


@dataclass(frozen=True, slots=True, eq=False)
class StayChange:
    """One event and the stay after it."""

    event: StayEvent
    stay: Stay
    into: int | None = None
    """For a stay that was joined: the number of the stay that goes on."""


class Presence:
    """The stays before one camera. Remembers them, so it serves one camera and one thread.

    A stay goes on through everything that hides a face for less than ``absence_seconds``, and through a new track
    number when the same person is recognised again.
    """

    def __init__(self, settings: IdentitySettings, metric: Metric) -> None:
        self._settings = settings
        self._metric = metric
        self._stays: dict[int, Stay] = {}
        self._entered: set[int] = set()
        self._of_track: dict[int, int] = {}
        self._next = 1
        self._time = -math.inf

    def adjust(self, settings: IdentitySettings) -> None:
        """Go by ``settings`` from the next picture on; any thread may say so."""
        self._settings = settings

    @property
    def stays(self) -> tuple[Stay, ...]:
        """Everybody who entered and has not left."""
        return tuple(stay for number, stay in self._stays.items() if number in self._entered)

    def follow(
        self,
        time: float,
        tracks: Sequence[Track],
        decisions: Sequence[Decision],
        joined: Mapping[int, int] = _NOTHING,
    ) -> tuple[StayChange, ...]:
        """Take in one picture: the tracks seen in it and a decision on each; return what changed by it.

        ``joined``: numbers that the tracker has given up for an older one of the same person, each with that one.
        """
        # First of all, since nobody may have asked for long: what comes after that is another stay.
        changes = [*self.wait(time)]
        for newer, older in joined.items():
            changes += self._join_tracks(newer, older)
        for track, decision in zip(tracks, decisions, strict=True):
            changes += self._follow(time, track, decision)
        return tuple(changes)

    def wait(self, time: float) -> tuple[StayChange, ...]:
        """Let time pass without a picture: those not seen for long leave. A clock that is set back takes all along."""
        self._follow_clock(time)
        absence = self._settings.absence_seconds
        return self._end([number for number, stay in self._stays.items() if time - stay.end > absence])

    def end(self) -> tuple[StayChange, ...]:
        """End every stay, since nobody watches any more."""
        return self._end(list(self._stays))

    def _follow_clock(self, time: float) -> None:
        """Move the stays where the clock was set back, else who left before that would be waited for until then."""
        back = self._time - time
        if math.isfinite(back) and back > _CLOCK_SET_SECONDS:
            self._stays = {
                number: replace(stay, start=stay.start - back, end=stay.end - back)
                for number, stay in self._stays.items()
            }
        self._time = time

    def _follow(self, time: float, track: Track, decision: Decision) -> list[StayChange]:
        if decision.reason is Reason.CONTRADICTED:
            # Whose stay this is shows under the number that the face gets next.
            return []
        before = self._stay(time, track, decision)
        after = self._named(_seen(before, time, track, decision), decision)
        same = self._same_person(after)
        return self._tell(before, after) if same is None else self._unite(same, after)

    def _stay(self, time: float, track: Track, decision: Decision) -> Stay:
        """Return the stay that the track belongs to: its own, that of the person it is, or a new one."""
        number = self._of_track.get(track.number)
        if number is None and decision.person is not None:
            number = self._of_person(decision.person)
        if number is None:
            number, self._next = self._next, self._next + 1
            self._stays[number] = Stay(number, track.number, track.number, time, time, track.face, decision)
        self._of_track[track.number] = number
        return self._stays[number]

    def _of_person(self, person: str) -> int | None:
        return next((number for number, stay in self._stays.items() if stay.person == person), None)

    def _named(self, stay: Stay, decision: Decision) -> Stay:
        """Return the stay under the name that the decision gives it; one that is not yet sure changes nothing."""
        if decision.state is State.GATHERING:
            return stay
        score = decision.score
        if decision.person is not None and decision.person == stay.person and stay.score is not None:
            score = stay.score if decision.score is None else self._better(stay.score, decision.score)
        return replace(stay, decision=decision, person=decision.person, name=decision.name, score=score)

    def _better(self, one: float, other: float) -> float:
        return max(one, other, key=self._metric.to_closeness)

    def _join_tracks(self, newer: int, older: int) -> list[StayChange]:
        one, other = self._of_track.pop(newer, None), self._of_track.get(older)
        if one is None or one == other:
            return []
        if other is None:
            self._of_track[older] = one
            return []
        return self._unite(self._stays[other], self._stays[one])

    def _same_person(self, stay: Stay) -> Stay | None:
        """Return another open stay of the same person, if there is one."""
        if stay.person is None:
            return None
        others = (one for one in self._stays.values() if one.number != stay.number)
        return next((one for one in others if one.person == stay.person), None)

    def _unite(self, one: Stay, newest: Stay) -> list[StayChange]:
        """Let the older of two stays go on with what is known of both; the newest tells who it is."""
        older, newer = sorted((one, newest), key=lambda stay: (stay.start, stay.number))
        named = newest if newest.person is not None else one
        self._stays[older.number] = replace(
            named,
            number=older.number,
            track=older.track,
            newest_track=newest.newest_track,
            start=older.start,
            end=max(older.end, newer.end),
            face=max(older.face, newer.face, key=weigh),
        )
        del self._stays[newer.number]
        self._of_track = {
            track: older.number if number == newer.number else number for track, number in self._of_track.items()
        }
        told = newer.number in self._entered
        self._entered.discard(newer.number)
        joined = [StayChange(StayEvent.JOINED, newer, into=older.number)] if told else []
        return [*joined, *self._enter(self._stays[older.number])]

    def _tell(self, before: Stay, after: Stay) -> list[StayChange]:
        self._stays[after.number] = after
        if after.number not in self._entered:
            return self._enter(after)
        changes = []
        if after.person != before.person:
            changes.append(StayChange(StayEvent.NAMED, after))
        if after.face is not before.face:
            changes.append(StayChange(StayEvent.BETTER_FACE, after))
        return changes

    def _enter(self, stay: Stay) -> list[StayChange]:
        """Let a stay enter once it is somebody known, or has lasted longer than a mistake of the detector."""
        lasted = stay.end - stay.start >= self._settings.enter_seconds
        if stay.number in self._entered or not (lasted or stay.person is not None):
            return []
        self._entered.add(stay.number)
        return [StayChange(StayEvent.ENTERED, stay)]

    def _end(self, numbers: Sequence[int]) -> tuple[StayChange, ...]:
        gone = [self._stays.pop(number) for number in numbers]
        self._of_track = {track: number for track, number in self._of_track.items() if number in self._stays}
        told = [stay for stay in gone if stay.number in self._entered]
        self._entered.difference_update(numbers)
        return tuple(StayChange(StayEvent.LEFT, stay) for stay in told)


def _seen(stay: Stay, time: float, track: Track, decision: Decision) -> Stay:
    better = weigh(track.face) > _CLEARLY_BETTER * weigh(stay.face)
    decision = decision if stay.decision.state is State.GATHERING else stay.decision
    face = track.face if better else stay.face
    return replace(stay, newest_track=track.number, end=max(stay.end, time), face=face, decision=decision)
