from __future__ import annotations

from rollcall.service.analysis.work import Stage, Stopwatch


def test_a_stage_that_comes_twice_is_added_up():
    times = iter([10.0, 10.5, 11.5, 13.5])
    watch = Stopwatch(lambda: next(times))
    for stage in (Stage.TRACK, Stage.EMBED, Stage.TRACK):
        watch.lap(stage)
    assert watch.seconds == {Stage.TRACK: 2.5, Stage.EMBED: 1.0}
