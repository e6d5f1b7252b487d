"""Processor time by thread, from /proc. Linux only."""

from __future__ import annotations

import os
import re
import threading
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

__all__ = ["Ticks", "processor_seconds", "stage_of", "stages_between"]

_TASKS = Path("/proc/self/task")
_TICK = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12
"""Places of utime and stime behind the name, in /proc/PID/stat."""

Ticks = Mapping[int, tuple[str, float]]
"""Id of a thread -> its name and the seconds of a processor that it took."""

_STAGES = (
    (r"capture-", "capture, in Python"),
    (r"analysis-", "analysis"),
    (r"feed-", "MJPEG"),
    (r"web|live-|asyncio_|anyio", "web"),
    (r"recorder|gallery|reembedding|housekeeping", "store"),
    (r"rtpjitterbuffer", "decoding and conversion"),
    (r"rtsp|rtp|udp|task|timer|queue|pool|gst|gmain|gdbus|dconf|glib", "network, in GStreamer"),
)


def processor_seconds() -> Ticks:
    """Return what each thread of this process has taken so far; Python's threads under Python's names."""
    ours = {thread.native_id: thread.name for thread in threading.enumerate()}
    found = {}
    for task in _TASKS.iterdir():
        try:
            stat = (task / "stat").read_text()
        except OSError:
            continue
        name, _, rest = stat.partition("(")[2].rpartition(")")
        fields = rest.split()
        number = int(task.name)
        found[number] = (ours.get(number, name), (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICK)
    return found


def stage_of(thread: str) -> str:
    """Return what a thread of that name works for; those without a name of their own run models."""
    for pattern, stage in _STAGES:
        if re.match(pattern, thread, re.IGNORECASE):
            return stage
    return "models and the rest"


def stages_between(before: Ticks, after: Ticks) -> dict[str, float]:
    """Return the seconds that each stage took between two looks, the most first; threads that ended are missing."""
    taken: dict[str, float] = defaultdict(float)
    for number, (name, seconds) in after.items():
        taken[stage_of(name)] += seconds - before.get(number, (name, 0.0))[1]
    return dict(sorted(taken.items(), key=lambda item: -item[1]))
