from __future__ import annotations

from rollcall.capture.sources.keep_alive import KEEP_ALIVE_SECONDS, KeepAlive


def test_it_asks_when_it_is_time_and_not_before_the_answer():
    now, asked = [0.0], []
    keep_alive = KeepAlive(asked.append, lambda: now[0])
    keep_alive.look()
    assert not asked
    for now[0] in (KEEP_ALIVE_SECONDS, 2 * KEEP_ALIVE_SECONDS, 3 * KEEP_ALIVE_SECONDS):
        keep_alive.look()
    assert len(asked) == 1
    asked[0]()
    keep_alive.look()
    assert len(asked) == 2
