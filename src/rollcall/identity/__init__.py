"""Tracks to people: gallery, evidence, decisions."""

from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.encounters import Encounter, Likeness
from rollcall.identity.enrolment import PhotoCheck, PhotoFault, check_photo
from rollcall.identity.folder import FolderEnrolment, PhotoReport, enrol_folder
from rollcall.identity.gallery import Gallery, Match
from rollcall.identity.metric import Metric
from rollcall.identity.presence import Presence, Stay, StayChange, StayEvent
from rollcall.identity.recognizer import Proposal, Recognizer
from rollcall.identity.stranger import FormerStranger, MergedStrangers, Relabelling, Stranger, StrangersState
from rollcall.identity.strangers import Strangers

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
