"""The figures as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator

from rollcall.bench.live.figures import LiveFigures, LoopFigures, Spread, SystemFigures

__all__ = ["rows_of"]


def rows_of(figures: LiveFigures) -> Iterator[tuple[str, str]]:
    """Yield name and value of each line."""
    for system in figures.systems:
        yield from _system_rows(system)
    yield from _loop_rows(figures)


def _system_rows(system: SystemFigures) -> Iterator[tuple[str, str]]:
    yield "", f"--- {system.cameras} x 1280x720 at 25 a second, {system.engine}, {system.seconds:.0f} s"
    yield "analysed a second", "  ".join(f"{rate:.1f}" for rate in system.analysed_per_second)
    yield "age of a frame when its boxes are out", _milliseconds(system.age)
    yield "first clear face to name", f"{_milliseconds(system.naming)} of {system.naming.count} who came"
    yield "left without a name; with another's", f"{system.nameless}; {system.wrong}"
    yield "processors; ms an analysed frame", f"{system.processors:.2f}; {system.milliseconds_a_frame:.1f}"
    for stage, taken in system.stages.items():
        yield f"  {stage}", f"{taken:.3f}"
    yield "memory", f"{system.megabytes:.0f} MB"


def _loop_rows(figures: LiveFigures) -> Iterator[tuple[str, str]]:
    yield "", "--- frames one after the other: a second / processor ms"
    for loop in (*figures.loops, *figures.peers):
        yield loop.name, f"{loop.per_second:8.2f} /{loop.milliseconds:8.1f}"
    for peer in figures.peers:
        for ours in figures.loops:
            yield f"{ours.name} : {peer.name}", _times(ours, peer)


def _times(ours: LoopFigures, peer: LoopFigures) -> str:
    return f"{ours.per_second / peer.per_second:.1f}; by processor time {peer.milliseconds / ours.milliseconds:.1f}"


def _milliseconds(spread: Spread) -> str:
    return f"p50 {1000 * spread.p50:.0f} ms, p95 {1000 * spread.p95:.0f} ms"
