"""From the nearest people of the gallery to a name, or to the reason why there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.gallery import Match
from rollcall.identity.metric import Metric

__all__ = ["NamingRules", "name_track"]


@dataclass(frozen=True, slots=True)
class NamingRules:
    """What a name needs; closenesses as in ``Metric``, explained in ``IdentitySettings``."""

    metric: Metric
    threshold: float
    """Least closeness."""
    margin: float
    hold: float
    evidence: float


def name_track(
    number: int,
    matches: Sequence[Match],
    *,
    faces: int,
    evidence: float,
    held: str | None,
    rules: NamingRules,
    expected: Collection[str] = (),
) -> Decision:
    """Return who track ``number`` is.

    ``matches``: the nearest people, the nearest first. ``faces``, ``evidence``: what they were compared with.
    ``held``: id of the person the track is named after so far. ``expected``: ids of people who were here a moment ago.
    """
    if not matches:
        return Decision(
            number, State.UNKNOWN, Reason.EMPTY_GALLERY, "nobody is enrolled", faces=faces, evidence=evidence
        )
    best, second = matches[0], matches[1] if len(matches) > 1 else None
    reason, words = _objection(best, second, evidence, rules, expected)
    kept = None if reason is None else _kept(matches, held, rules)
    chosen = best if reason is None else kept
    if kept is not None:
        reason, words = Reason.HELD, f"the name stays, though {words}"
    return Decision(
        number,
        _state(chosen, evidence, rules),
        reason or Reason.RECOGNISED,
        words,
        person=chosen.person.id if chosen else None,
        name=chosen.person.name if chosen else None,
        score=(chosen or best).score,
        candidate=(chosen or best).person.name,
        runner_up=second.score if second else None,
        mentioned=tuple(match.person.id for match in matches[:2]),
        faces=faces,
        evidence=evidence,
    )


def _state(chosen: Match | None, evidence: float, rules: NamingRules) -> State:
    if chosen is not None:
        return State.KNOWN
    return State.UNKNOWN if evidence >= rules.evidence else State.GATHERING


def _objection(
    best: Match, second: Match | None, evidence: float, rules: NamingRules, expected: Collection[str]
) -> tuple[Reason | None, str]:
    """Return what speaks against the best candidate; no reason, and words for the name, where nothing does."""
    # A stranger who looks like somebody at all is far commoner than one who looks like the person that just was here.
    threshold = rules.threshold - rules.hold if best.person.id in expected else rules.threshold
    needed = rules.metric.to_score(threshold)
    if best.closeness < threshold:
        return Reason.BELOW_THRESHOLD, _too_far(best, needed, rules.metric)
    if second is not None and best.closeness - second.closeness < rules.margin:
        apart = best.closeness - second.closeness
        return Reason.TWO_CANDIDATES, f"two candidates within {apart:.2f}: {best.person.name}, {second.person.name}"
    if evidence < rules.evidence:
        return (
            Reason.LITTLE_EVIDENCE,
            f"seen too little: {evidence:.2f} of {rules.evidence:.2f}, like {best.person.name}",
        )
    return None, _near_enough(best, needed, rules.metric)


def _too_far(best: Match, needed: float, metric: Metric) -> str:
    if metric is Metric.EUCLIDEAN:
        return f"too far: best distance {best.score:.2f}, at most {needed:.2f}, {best.person.name}"
    return f"below the threshold: best {best.score:.2f} of {needed:.2f}, {best.person.name}"


def _near_enough(best: Match, needed: float, metric: Metric) -> str:
    if metric is Metric.EUCLIDEAN:
        return f"distance {best.score:.2f} where at most {needed:.2f} is allowed"
    return f"{best.score:.2f} where {needed:.2f} is needed"


def _kept(matches: Sequence[Match], held: str | None, rules: NamingRules) -> Match | None:
    """Return the person whose name the track has and may keep, or None."""
    for match in matches:
        if match.person.id == held:
            near = match.closeness >= rules.threshold - rules.hold
            return match if near and matches[0].closeness - match.closeness < rules.margin else None
    return None
