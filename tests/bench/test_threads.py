"""Processor time by thread."""

from __future__ import annotations

import pytest

from rollcall.bench.threads import stage_of, stages_between


@pytest.mark.parametrize(
    ("thread", "stage"),
    [
        ("analysis-door", "analysis"),
        ("capture-door", "capture, in Python"),
        ("rtpjitterbuffer", "decoding and conversion"),
        ("task0", "network, in GStreamer"),
        ("python", "models and the rest"),
    ],
)
def test_threads_are_told_by_their_names(thread, stage):
    assert stage_of(thread) == stage


def test_time_between_two_looks_is_summed_by_stage_the_most_first():
    before = {1: ("web", 1.0), 2: ("analysis-a", 5.0), 4: ("ended", 9.0)}
    after = {1: ("web", 1.5), 2: ("analysis-a", 6.0), 3: ("analysis-b", 2.0)}
    assert list(stages_between(before, after).items()) == [("analysis", 3.0), ("web", 0.5)]
