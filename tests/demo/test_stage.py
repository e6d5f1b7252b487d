from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rollcall.demo.stage import SIZE, Stage


@pytest.fixture(scope="module")
def stage():
    red = np.full((300, 260, 3), (0, 0, 255), np.uint8)
    blue = np.full((500, 400, 3), (255, 0, 0), np.uint8)
    return Stage((red, blue))


def test_the_same_moment_is_the_same_picture(stage):
    first, second = stage.draw(4.2), stage.draw(4.2)
    assert first.shape == (SIZE[1], SIZE[0], 3)
    assert first.dtype == np.uint8
    assert np.array_equal(first, second)


def test_everybody_comes_leaves_and_comes_back(stage):
    def seen(channel, seconds):
        picture = stage.draw(seconds).astype(int)
        others = [c for c in range(3) if c != channel]
        return bool(((picture[..., channel] > 240) & (picture[..., others] < 20).all(axis=2)).sum() > 1000)

    for channel in (0, 2):
        presence = [seen(channel, second / 2) for second in range(80)]
        assert presence.count(True) > 40
        changes = sum(a != b for a, b in pairwise(presence))
        assert changes >= 3


def test_an_empty_stage_is_an_empty_room():
    assert Stage(()).draw(1.0).shape == (SIZE[1], SIZE[0], 3)
