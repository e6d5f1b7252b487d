"""Lets faults happen and writes down what came of each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from rollcall.bench.capture.faults import Fault
from rollcall.bench.capture.stage import Stage
from rollcall.bench.capture.watcher import Watcher
from rollcall.capture import CameraStream, StreamStatus

__all__ = ["Outcome", "suffer"]

_RECOVERY_SECONDS = 45.0
"""So long a recovery is waited for; whatever takes longer counts as none."""
_SETTLE_SECONDS = 2.5
"""Of pictures before each fault: more than it takes to prove a connection."""
_TOLD_SECONDS = 30.0
"""So much longer a fault lasts at most where what a user must be told is not told yet."""
_AFTER_SECONDS = 3.0
"""How long the pictures after a recovery are looked at."""
_NOTICE_SECONDS = 0.3
"""A connection that the end of the fault broke has its next attempt set within this."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one fault; times in seconds."""

    fault: str
    recovered: float | None
    """From the attempt then due to the first picture that was taken after the fault; None for never."""
    waited: float
    """From the end of the fault to the attempt that was due."""
    lost: float
    """Share of the pictures of the three seconds after the recovery that did not arrive."""
    age: float
    """Of the pictures in those seconds when they were handed out: 95th percentile."""
    bystander_gap: float
    """The longest time in which one of the other cameras showed nothing."""
    bystander_reconnects: int
    """How often one of the other cameras was connected to anew. Before the fault does not count: on a busy machine
    GStreamer's server lets some 1 in 50 beginnings pass without sending anything to its first clients."""
    reasons: tuple[str, ...]
    """What the stream said while it lasted."""
    size: tuple[int, int]
    """Of the pictures afterwards."""
    status: StreamStatus
    """What the stream said of itself at last."""


def suffer(stage: Stage, fault: Fault, times: int = 1) -> Iterator[Outcome]:
    """Let ``fault`` happen ``times`` times, each after a while of undisturbed pictures."""
    victim = Watcher(stage.stream)
    bystanders = [Watcher(stream) for stream in stage.bystanders]
    try:
        for _ in range(times):
            try:
                yield _suffer_once(stage, fault, victim, bystanders)
            finally:
                fault.after(stage)
    finally:
        for watcher in (victim, *bystanders):
            watcher.stop()


def _suffer_once(stage: Stage, fault: Fault, victim: Watcher, bystanders: list[Watcher]) -> Outcome:
    _settle(stage, victim, bystanders)
    began = time.time()
    attempts = _attempts(stage)
    reasons = _last(stage, fault)
    fault.end(stage)
    ended = time.time()
    due = _due(stage.stream, ended)
    first = victim.wait_for_fresh(ended, _RECOVERY_SECONDS)
    time.sleep(_AFTER_SECONDS if first else 0)
    looks = () if first is None else victim.looks(first.seen)
    ages = sorted(look.age for look in looks if look.age is not None)
    return Outcome(
        fault=fault.name,
        recovered=None if first is None else max(first.seen - due, 0.0),
        waited=due - ended,
        lost=max(0.0, 1 - len(looks) / (_AFTER_SECONDS * stage.camera.model.frames_per_second)),
        age=ages[int(0.95 * (len(ages) - 1))] if ages else float("inf"),
        bystander_gap=max(watcher.longest_gap(began, time.time()) for watcher in bystanders),
        bystander_reconnects=_attempts(stage) - attempts,
        reasons=reasons,
        size=looks[-1].size if looks else (0, 0),
        status=stage.stream.status,
    )


def _attempts(stage: Stage) -> int:
    return sum(stream.status.attempts for stream in stage.bystanders)


def _settle(stage: Stage, victim: Watcher, bystanders: list[Watcher]) -> None:
    now = time.time()
    for watcher in bystanders:
        watcher.wait_for_fresh(now, _RECOVERY_SECONDS)
    first = victim.wait_for_fresh(now, _RECOVERY_SECONDS)
    if first is None or victim.wait_for_fresh(first.seen + _SETTLE_SECONDS, _RECOVERY_SECONDS) is None:
        raise TimeoutError(f"no pictures to begin with: {stage.stream.status}")


def _last(stage: Stage, fault: Fault) -> tuple[str, ...]:
    """Let the fault last, and return what the stream says meanwhile."""
    reasons: list[str] = []
    began = time.time()
    again = began
    while True:
        now = time.time()
        if now >= again:
            fault.begin(stage)
            again = float("inf") if fault.every is None else now + fault.every
        reason = stage.stream.status.reason
        if reason and reason not in reasons:
            reasons.append(reason)
        told = fault.told in " ".join(reasons)
        if time.time() >= began + fault.seconds + (0 if told else _TOLD_SECONDS):
            return tuple(reasons)
        time.sleep(0.02)


def _due(stream: CameraStream, ended: float) -> float:
    """Return when the next attempt is due: the one set already, or the one set because of the fault's end."""
    while (retry_at := stream.status.retry_at) is None and time.time() < ended + _NOTICE_SECONDS:
        time.sleep(0.01)
    return max(retry_at or ended, ended)
