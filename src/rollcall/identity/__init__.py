"""Tracks to people: gallery, evidence, decisions."""

from rollcall.identity.decision import Decision, Reason, State
from rollcall.identity.enrolment import PhotoCheck, PhotoFault, check_photo
from rollcall.identity.folder import FolderEnrolment, PhotoReport, enrol_folder
from rollcall.identity.gallery import Gallery, Match
from rollcall.identity.metric import Metric
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
    "Proposal",
    "Reason",
    "Recognizer",
    "State",
    "check_photo",
    "enrol_folder",
]
