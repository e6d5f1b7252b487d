"""What a browser's looks at the video are read as."""

from __future__ import annotations

import pytest

from rollcall.bench.live.scene import FRAMES, FRAMES_PER_SECOND
from rollcall.bench.web.browser import shown_of

_BEGAN = 1_700_000_000.0


def looks(delay_seconds, error):
    first = int(_BEGAN * FRAMES_PER_SECOND)
    for tick in range(first, first + 50):
        sent = tick / FRAMES_PER_SECOND
        yield 1000 * (sent + delay_seconds), 1000 * (tick % FRAMES) / FRAMES_PER_SECOND, error


def test_delay_counts_from_the_moment_the_frame_was_sent():
    shown = shown_of("video", list(looks(0.2, "0.040")))
    assert (shown.shown_per_second, shown.delay.p50) == (pytest.approx(25), pytest.approx(0.2))
    assert shown.box_error is not None
    assert shown.box_error.p95 == pytest.approx(1)


def test_pictures_have_no_boxes_of_their_own():
    assert shown_of("pictures", list(looks(0.1, ""))).box_error is None
