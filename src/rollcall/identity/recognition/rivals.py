"""Two tracks in one picture cannot be one person: the better evidence wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rollcall.identity.decision import Decision, Reason, State

__all__ = ["Rivals", "settle_strangers"]


class Rivals:
    """Remembers which tracks were seen side by side while both looked like one person.

    Having been seen side by side is true for good: who lost does not take the name when the winner is hidden for a
    moment, only when the winner itself is called something else or is forgotten.
    """

    def __init__(self) -> None:
        self._claims: dict[int, str] = {}
        self._losses: dict[int, dict[str, int]] = {}

    def settle(self, decisions: Sequence[Decision], strengths: Sequence[float]) -> tuple[Decision, ...]:
        """Return the decisions of one picture with each person named once; ``strengths``: evidence of each."""
        order = sorted(range(len(decisions)), key=lambda place: -strengths[place])
        settled = list(decisions)
        winners: dict[str, int] = {}
        for place in order:
            decision = decisions[place]
            if decision.person is None:
                self._claims.pop(decision.track, None)
                continue
            winner = winners.get(decision.person, self._absent_winner(decision, decisions))
            if winner is None:
                winners[decision.person] = self._win(decision)
            else:
                settled[place] = self._lose(decision, winner)
        return tuple(settled)

    def forget(self, numbers: frozenset[int]) -> None:
        """Drop what is known of tracks that are gone."""
        for number in numbers:
            self._claims.pop(number, None)
            self._losses.pop(number, None)

    def _absent_winner(self, decision: Decision, decisions: Sequence[Decision]) -> int | None:
        assert decision.person is not None  # noqa: S101
        winner = self._losses.get(decision.track, {}).get(decision.person)
        if winner is None or self._claims.get(winner) != decision.person:
            return None
        # A winner that is in the picture had its turn by strength and lost it.
        return None if any(other.track == winner for other in decisions) else winner

    def _win(self, decision: Decision) -> int:
        assert decision.person is not None  # noqa: S101
        self._claims[decision.track] = decision.person
        self._losses.get(decision.track, {}).pop(decision.person, None)
        return decision.track

    def _lose(self, decision: Decision, winner: int) -> Decision:
        assert decision.person is not None  # noqa: S101
        self._claims.pop(decision.track, None)
        self._losses.setdefault(decision.track, {})[decision.person] = winner
        words = f"{decision.name} is track {winner}, with better evidence"
        return replace(decision, state=State.UNKNOWN, reason=Reason.TAKEN, words=words, person=None, name=None)


def settle_strangers(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions of one picture with each stranger's number once: that of whom more is known."""
    best: dict[int | None, Decision] = {}
    for decision in sorted(decisions, key=lambda one: one.evidence):
        best[decision.stranger] = decision
    return tuple(
        decision if best[decision.stranger] is decision else replace(decision, stranger=None, ignored=False)
        for decision in decisions
    )
