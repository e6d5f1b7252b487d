"""The decision over a whole track: which of its faces to embed, and who it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from rollcall.config.identity import IdentitySettings
from rollcall.identity.decision import Decision, State
from rollcall.identity.face_weight import weigh
from rollcall.identity.gallery import Gallery
from rollcall.identity.recognition.embedding_plan import Known, is_embeddable
from rollcall.identity.recognition.evidence import Interruption
from rollcall.identity.recognition.naming import NamingRules, name_track
from rollcall.identity.recognition.rivals import Rivals, settle_strangers
from rollcall.identity.recognition.undecided import contradicted, unconfirmed, unseen
from rollcall.identity.recognition.watched_track import WatchedTrack
from rollcall.identity.strangers.strangers import Strangers
from rollcall.identity.template import Template
from rollcall.identity.threshold import strangeness_of_pack, threshold_for
from rollcall.model import Face, Track

__all__ = ["Proposal", "Recognizer"]

_NOTHING: Mapping[int, int] = MappingProxyType({})
_PROMISING = 0.15
"""This near to the threshold one more face may give the name: faces of one person differ by as much."""
_NEWCOMERS = 2
"""People come one by one; so many in one moment come with a cut, or with the light."""
_CANDIDATES = 5
"""People compared in the end; a name that is held but no longer among them is lost."""


class Proposal(Protocol):
    """Which track a face belongs to by its motion alone, as the tracker proposes it."""

    @property
    def number(self) -> int | None:
        """The track's number; None for a face of no known track."""

    @property
    def doubtful(self) -> bool:
        """Whether motion alone cannot tell."""


def _may_be_cut(proposals: Sequence[Proposal]) -> bool:
    """Return whether most faces are new, several at once: then one that is where a known one was may be new as well."""
    new = sum(proposal.number is None for proposal in proposals)
    return new >= _NEWCOMERS and new > len(proposals) - new


class Recognizer:
    """Names the tracks of one camera. Remembers them, so it serves one camera and one thread.

    The gallery may be shared with others and change at any time.
    """

    def __init__(
        self, gallery: Gallery, settings: IdentitySettings, threshold: float, strangers: Strangers | None = None
    ) -> None:
        """``threshold``: the model pack's, in the gallery's metric.

        It is fitted to the size of the gallery; one of the settings goes before it and stays as it is.
        """
        self._gallery = gallery
        self._strangers = strangers
        self._settings = settings
        self._pack = strangeness_of_pack(gallery.metric, gallery.metric.to_closeness(threshold))
        self._rules = self._rules_now()
        self._ruled = gallery.revision
        self._parted = 0 if strangers is None else strangers.parted
        self._watched: dict[int, WatchedTrack] = {}
        self._seen_lately: dict[str, float] = {}
        """Id of a person -> when a track was last that person."""
        self._rivals = Rivals()

    def follow(self, settings: IdentitySettings) -> None:
        """Decide by ``settings`` from the next picture on, about those who are known too; any thread may say so."""
        self._settings = settings
        self._ruled = -1

    def wants(self, time: float, proposals: Sequence[Proposal], faces: Sequence[Face]) -> tuple[bool, ...]:
        """Return for each face whether it is worth an embedding now; ``proposals``: one a face."""
        anew = _may_be_cut(proposals)
        if anew:
            for watched in self._watched.values():
                watched.evidence.distrust(Interruption.CUT)
        return tuple(
            is_embeddable(face, self._settings) and (anew or self._wants(time, proposal, face))
            for proposal, face in zip(proposals, faces, strict=True)
        )

    def decide(
        self, time: float, tracks: Sequence[Track], joined: Mapping[int, int] = _NOTHING
    ) -> tuple[Decision, ...]:
        """Return who each of ``tracks`` is, all of them seen in one picture at ``time``.

        ``joined``: numbers that the tracker has given up for an older one of the same person, each with that one.
        """
        self._follow_gallery()
        self._follow_strangers()
        for newer, older in joined.items():
            self._join(newer, older)
        for track in tracks:
            self._look(time, track)
        self._forget(time)
        decisions = [self._judge(track) for track in tracks]
        settled = self._rivals.settle(decisions, [self._strength(decision) for decision in decisions])
        self._remember(time, settled)
        return settle_strangers([self._as_stranger(decision) for decision in settled])

    def template(self, number: int) -> Template | None:
        """Return what track ``number`` looks like; None for one that is forgotten or was never embedded."""
        watched = self._watched.get(number)
        return watched.evidence.template if watched is not None and len(watched.evidence.template) else None

    def _wants(self, time: float, proposal: Proposal, face: Face) -> bool:
        watched = None if proposal.number is None else self._watched.get(proposal.number)
        if watched is None:
            return True
        doubtful = proposal.doubtful or watched.evidence.suspicious
        return watched.plan.wants(time, weigh(face), self._known(watched), doubtful=doubtful)

    def _known(self, watched: WatchedTrack) -> Known:
        decision = watched.decision
        named = decision is not None and decision.person is not None
        near = decision is not None and self._reaches(decision, self._rules.threshold - _PROMISING)
        return Known(watched.evidence.template.best_weight, named, promising=near and not named)

    def _rules_now(self) -> NamingRules:
        metric, settings = self._gallery.metric, self._settings
        if settings.threshold is not None:
            threshold = metric.to_closeness(settings.threshold)
        else:
            threshold = threshold_for(len(self._gallery), self._pack)
        return NamingRules(metric, threshold, settings.margin, settings.hold, settings.evidence)

    def _follow_gallery(self) -> None:
        """After a change of the gallery ask anew who is who: nothing of somebody erased is held."""
        if self._ruled != self._gallery.revision:
            self._ruled = self._gallery.revision
            self._rules = self._rules_now()
            self._seen_lately = {one: seen for one, seen in self._seen_lately.items() if self._gallery.person(one)}
            for watched in self._watched.values():
                watched.ask_gallery_anew()
                held = watched.decision.person if watched.decision else None
                if held is not None and self._gallery.person(held) is None:
                    watched.decision = None

    def _follow_strangers(self) -> None:
        """Ask anew who everybody is once one stranger has become two; nobody need wait for the next embedding."""
        if self._strangers is not None and self._parted != self._strangers.parted:
            self._parted = self._strangers.parted
            for watched in self._watched.values():
                watched.ask_strangers_anew()

    def _join(self, newer: int, older: int) -> None:
        joined = self._watched.pop(newer, None)
        if joined is None:
            return
        watched = self._watched.setdefault(older, joined)
        if watched is not joined:
            watched.join(joined)
        self._rivals.forget(frozenset([newer]))

    def _look(self, time: float, track: Track) -> None:
        watched = self._watched.get(track.number)
        if watched is None:
            watched = WatchedTrack(time, self._gallery.metric, self._settings, self._rules.threshold)
            self._watched[track.number] = watched
        watched.see(time, track.face)

    def _judge(self, track: Track) -> Decision:
        watched = self._watched[track.number]
        template = watched.evidence.template
        if watched.evidence.contradicted:
            return contradicted(track, template, newly=watched.fresh)
        if not len(template):
            return unseen(track, self._settings)
        if watched.evidence.unconfirmed_since is not None:
            return unconfirmed(track, watched.evidence.unconfirmed_since)
        if watched.decision is None or watched.fresh or watched.revision != self._gallery.revision:
            watched.revision = self._gallery.revision
            watched.decision = name_track(
                track.number,
                self._gallery.match(template.vector, _CANDIDATES),
                faces=len(template),
                evidence=template.evidence,
                held=watched.decision.person if watched.decision else None,
                rules=self._rules,
                expected=self._seen_lately,
            )
        return watched.decision

    def _as_stranger(self, decision: Decision) -> Decision:
        """Return the decision with the stranger's number where an unknown face was met before."""
        watched = self._watched[decision.track]
        if self._strangers is None or decision.state is not State.UNKNOWN:
            return decision
        stranger = self._strangers.stranger(watched.stranger) if watched.stranger is not None else None
        if stranger is None and watched.asked != self._strangers.revision:
            # Comparing with thousands is for once, not for every frame of a stranger's stay.
            watched.asked = self._strangers.revision
            stranger = self._strangers.recognise(watched.evidence.template.vector)
        watched.stranger = stranger.number if stranger else None
        return replace(decision, stranger=stranger.number, ignored=stranger.ignored) if stranger else decision

    def _strength(self, decision: Decision) -> float:
        """Return how well a name is founded: how far above the threshold, by how much evidence."""
        if decision.score is None:
            return 0.0
        above = self._rules.metric.to_closeness(decision.score) - self._rules.threshold + self._rules.hold
        return above * min(decision.evidence / self._rules.evidence, 2.0)

    def _remember(self, time: float, decisions: Sequence[Decision]) -> None:
        """Note who is here by the full threshold, since they may come back under another number."""
        for decision in decisions:
            if decision.person is not None and self._reaches(decision, self._rules.threshold):
                self._seen_lately[decision.person] = time

    def _reaches(self, decision: Decision, threshold: float) -> bool:
        return decision.score is not None and self._rules.metric.to_closeness(decision.score) >= threshold

    def _forget(self, time: float) -> None:
        absent = time - self._settings.absence_seconds
        self._seen_lately = {person: seen for person, seen in self._seen_lately.items() if seen >= absent}
        oldest = time - self._settings.forget_seconds
        gone = frozenset(number for number, watched in self._watched.items() if watched.last_seen < oldest)
        for number in gone:
            del self._watched[number]
        self._rivals.forget(gone)

    def __len__(self) -> int:
        """Return how many tracks are remembered."""
        return len(self._watched)
