"""The running system: a pipeline per camera, sightings, events.

The only place where rooms are joined by threads and clocks. ``system`` builds the whole; a frame goes through
``cameras`` to ``analysis``, and what it shows to ``sightings``, which know ``people`` and ``strangers``. ``metrics``
counts all that.
"""

from rollcall.service.analysis.scene import Scene, SeenPerson
from rollcall.service.cameras.cameras import CameraOrigin, Cameras, WatchedCamera
from rollcall.service.cameras.pipeline import Pipeline
from rollcall.service.output_states import OutputState, OutputStates
from rollcall.service.sightings.events import Event, EventKind, Events
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
