"""Where boxes and labels are drawn over the live picture."""

from __future__ import annotations

import pytest

_SCENE = {"width": 1000, "height": 500}
_SIZE = {"width": 200, "height": 30}
_BESIDE = [100, 100, 200, 200]
_CASES = {
    "over its box": (_BESIDE, [], (100, 70)),
    "inside the picture": ([900, 10, 990, 90], [], (800, 0)),
    "under it, where another label is": (_BESIDE, [(150, 80)], (100, 200)),
    "higher, where there is one below too": (_BESIDE, [(150, 80), (50, 190)], (100, 40)),
}


@pytest.mark.parametrize("case", _CASES)
def test_label_goes(visit, case):
    box, taken, expected = _CASES[case]
    page = visit("/login")
    place = page.evaluate(
        """async ([box, size, scene, taken]) =>
            (await import("/static/overlay.js")).placeOf(box, size, scene, taken)""",
        [box, _SIZE, _SCENE, [{"x": x, "y": y, **_SIZE} for x, y in taken]],
    )
    assert (place["x"], place["y"]) == expected


def _scene(pts, box, velocity, track=1):
    return {"pts": pts, "people": [{"track": track, "box": box, "velocity": velocity}]}


_STILL, _FAST = [0, 0, 0, 0], [100, 0, 100, 0]
_HERE = _scene(10.0, [100, 100, 200, 200], _FAST)
_BOXES = {
    "on the way from one scene to the next, whatever the velocity": (
        [_HERE, _scene(10.4, [180, 120, 280, 220], _STILL), _scene(10.8, [0, 0, 50, 50], _STILL)],
        10.1,
        [120, 105, 220, 205],
    ),
    "on the way from the scene before, where the next is nearer": (
        [_scene(9.6, [60, 100, 160, 200], _STILL), _HERE],
        9.9,
        [90, 100, 190, 200],
    ),
    "where its velocity brings it after the newest scene": ([_HERE], 10.1, [109.516, 100, 209.516, 200]),
    "where its velocity brings it if the next scene shows another": (
        [_HERE, _scene(10.4, [500, 100, 600, 200], _STILL, track=2)],
        10.1,
        [109.516, 100, 209.516, 200],
    ),
    "where it is in the scene of the very frame": (
        [_HERE, _scene(10.4, [0, 0, 9, 9], _STILL)],
        10.0,
        [100, 100, 200, 200],
    ),
}


@pytest.mark.parametrize("case", _BOXES)
def test_box_lies(visit, case):
    scenes, time, expected = _BOXES[case]
    boxes = visit("/login").evaluate(
        """async ([scenes, time]) => {
            const { Overlay } = await import("/static/overlay.js");
            const canvas = document.createElement("canvas");
            const overlay = new Overlay(canvas);
            const person = { state: "known", name: "Ada", stranger: null, score: null };
            scenes.forEach(({ pts, people }) =>
                overlay.add({ pts, width: 1000, height: 500, people: people.map((seen) => ({ ...person, ...seen })) }));
            overlay.draw(time);
            return overlay.drawn.map(({ box }) => box);
        }""",
        [scenes, time],
    )
    assert boxes == [pytest.approx(expected, abs=0.001)]
