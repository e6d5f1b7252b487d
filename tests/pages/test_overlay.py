"""Where labels are drawn over the live picture."""

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
