"""Tracks to people: gallery, evidence, decisions.

``recognition`` names a track by the ``gallery``, or by a number of the ``strangers``; ``presence`` makes stays of it.
Photos become people in ``enrolment``, and ``calibration`` tells how well people can be told apart.
"""

from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.enrolment.folder import FolderEnrolment, PhotoReport, enrol_folder
from rollcall.identity.enrolment.photo_check import PhotoCheck, PhotoFault, check_photo
from rollcall.identity.gallery import Gallery, Match
from rollcall.identity.metric import Metric
from rollcall.identity.presence import Presence, Stay, StayChange, StayEvent
from rollcall.identity.recognition.recognizer import Proposal, Recognizer
from rollcall.identity.strangers.encounters import Encounter, Likeness
from rollcall.identity.strangers.stranger import FormerStranger, MergedStrangers, Relabelling, Stranger, StrangersState
from rollcall.identity.strangers.strangers import Strangers

__all__ = [
    "Decision",
    "Encounter",
    "FolderEnrolment",
    "FormerStranger",
    "Gallery",
    "Likeness",
    "Match",
    "MergedStrangers",
    "Metric",
    "PhotoCheck",
    "PhotoFault",
    "PhotoReport",
    "Presence",
    "Proposal",
    "Reason",
    "Recognizer",
    "Relabelling",
    "State",
    "Stay",
    "StayChange",
    "StayEvent",
    "Stranger",
    "Strangers",
    "StrangersState",
    "check_photo",
    "enrol_folder",
]
