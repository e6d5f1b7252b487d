"""The figures as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator

from rollcall.bench.vision.figures import VisionFigures
from rollcall.bench.vision.speed import DlibSpeed, Speed
from rollcall.bench.vision.timing import Timing

__all__ = ["rows_of"]


def rows_of(figures: VisionFigures) -> Iterator[tuple[str, str]]:
    """Yield name and value of each line."""
    yield "detector", figures.detector
    yield "embedder", figures.embedder
    for speed in figures.speeds:
        yield from _speed_rows(speed)
    for dlib_speed in figures.dlib:
        yield from _dlib_rows(dlib_speed)
    if figures.insightface_start:
        start = figures.insightface_start
        yield "insightface: import", f"{start['import_seconds']:.2f} s, {start['memory_megabytes']:.0f} MB with models"
    if figures.agreement:
        same = figures.agreement
        yield "compared with insightface", f"{same.pictures} pictures, {same.faces} faces"
        yield "found by one of both only", str(same.faces_of_one_only)
        yield "boxes, landmarks differ at most", f"{same.box_pixels:.4f}, {same.landmark_pixels:.4f} px"
        yield "cosine at least", f"{same.cosine:.6f}"
    for size in figures.recall:
        if size.labelled:
            share = size.found / size.labelled
            yield f"found of {size.smallest} to {size.largest} px", f"{share:6.1%}  ({size.found} of {size.labelled})"
    error = figures.landmarks
    yield "landmarks found", f"{error.found} of {error.labelled}"
    yield "landmark error / eye distance", f"{error.mean:.2%}"
    yield "of eyes, nose, mouth", f"{error.of_eyes:.2%}, {error.of_nose:.2%}, {error.of_mouth:.2%}"
    for memory in figures.memory:
        grown = f"{memory.settled:.0f} to {memory.last:.0f} MB ({memory.growth:+.1%})"
        yield f"memory over {memory.calls:,} calls, {memory.engine}", grown


def _speed_rows(speed: Speed) -> Iterator[tuple[str, str]]:
    yield "", f"--- {speed.engines}, 1280x720, {speed.faces} faces: shortest / median / processor / busiest thread, ms"
    yield "detect", _times(speed.detect)
    yield "embed all", _times(speed.embed)
    yield "detect and embed all", _times(speed.whole)
    yield "bare nets", _times(speed.nets)
    yield "above bare nets", f"{speed.above_nets:.1%}"
    if speed.insightface and speed.insightface_same_inputs:
        yield "insightface", _times(speed.insightface)
        yield "insightface, inputs of our sizes", _times(speed.insightface_same_inputs)
        yield "times as fast as insightface", _ratios(speed.whole, speed.insightface)


def _dlib_rows(speed: DlibSpeed) -> Iterator[tuple[str, str]]:
    yield "", f"--- dlib pack, {speed.engines}, {speed.faces} faces: shortest / median / processor / busiest thread, ms"
    yield "detect and embed all", _times(speed.ours)
    yield "bare nets", _times(speed.nets)
    yield "above bare nets", f"{speed.above_nets:.1%}"
    yield "face_recognition", _times(speed.face_recognition)
    yield "times as fast as face_recognition", _ratios(speed.ours, speed.face_recognition)


def _times(timing: Timing) -> str:
    return " /".join(f"{time:8.1f}" for time in _columns(timing))


def _ratios(ours: Timing, theirs: Timing) -> str:
    pairs = zip(_columns(theirs), _columns(ours), strict=True)
    return " /".join(f"{their / our:8.1f}" if our else f"{'-':>8}" for their, our in pairs)


def _columns(timing: Timing) -> tuple[float, float, float, float]:
    return timing.shortest, timing.median, timing.processor, timing.busiest
