"""Faces over time to tracks. numpy only."""

from rollcall.tracking.tracker import Proposal, Tracker

__all__ = ["Proposal", "Tracker"]
