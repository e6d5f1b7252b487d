"""Tracks to people: gallery, evidence, decisions."""

from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.enrolment import PhotoCheck, PhotoFault, check_photo
from rollcall.identity.folder import FolderEnrolment, PhotoReport, enrol_folder
from rollcall.identity.gallery import Gallery, Match
from rollcall.identity.metric import Metric
from rollcall.identity.presence import Presence, Stay, StayChange, StayEvent
from rollcall.identity.recognizer import Proposal, Recognizer

__all__ = [
    "Decision",
    "FolderEnrolment",
    "Gallery",
    "Match",
    "Metric",
    "PhotoCheck",
    "PhotoFault",
    "PhotoReport",
    "Presence",
    "Proposal",
    "Reason",
    "Recognizer",
    "State",
    "Stay",
    "StayChange",
    "StayEvent",
    "check_photo",
    "enrol_folder",
]
