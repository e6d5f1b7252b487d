"""The running system: a pipeline per camera, sightings, events.

The only place where rooms are joined by threads and clocks.
"""

from rollcall.service.cameras import CameraOrigin, Cameras, WatchedCamera
from rollcall.service.events import Event, EventKind, Events
from rollcall.service.output_states import OutputState, OutputStates
from rollcall.service.pipeline import Pipeline
from rollcall.service.scene import Scene, SeenPerson
from rollcall.service.system import System

__all__ = [
    "CameraOrigin",
    "Cameras",
    "Event",
    "EventKind",
    "Events",
    "OutputState",
    "OutputStates",
    "Pipeline",
    "Scene",
    "SeenPerson",
    "System",
    "WatchedCamera",
]
