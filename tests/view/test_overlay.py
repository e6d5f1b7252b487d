from __future__ import annotations

import numpy as np
import pytest

from rollcall.identity import Decision, Reason, State
from rollcall.model import Face, Track
from rollcall.service.analysis.scene import Scene, SeenPerson
from rollcall.view.overlay import caption, draw_scene

_SIZE = (640, 360)


def _decision(state, *, name=None, score=None, stranger=None):
    return Decision(3, state, Reason.RECOGNISED, "", person=name, name=name, score=score, stranger=stranger)


def _scene(box, velocity=(0, 0, 0, 0), state=State.UNKNOWN, pts=10.0):
    face = Face(np.array(box, np.float32), np.zeros((5, 2), np.float32), 0.9)
    track = Track(3, face, 0.0, pts, 5, np.array(velocity, np.float32))
    return Scene("door", 1, pts, 0.0, _SIZE, (SeenPerson(track, _decision(state, name="김철수", score=0.6)),), {})


def _blank():
    return np.zeros((_SIZE[1], _SIZE[0], 3), np.uint8)


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (_decision(State.KNOWN, name="김철수", score=0.618), "김철수  0.62  #3"),
        (_decision(State.UNKNOWN, score=0.214), "Unknown  0.21  #3"),
        (_decision(State.UNKNOWN), "Unknown  #3"),
        (_decision(State.UNKNOWN, score=0.214, stranger=12), "Stranger 12  0.21  #3"),
        (_decision(State.GATHERING, score=0.3), "#3"),
    ],
)
def test_caption_says_name_score_and_number(decision, text):
    assert caption(decision, 3) == text


def test_the_camera_s_own_picture_is_not_drawn_into():
    image = _blank()
    drawn = draw_scene(image, _scene([200, 100, 300, 220]), 10.0)
    assert image.max() == 0
    assert drawn.max() > 0


def test_a_box_moves_with_its_track_between_two_analyses():
    scene = _scene([200, 200, 300, 320], velocity=(100, 0, 100, 0))
    left_edges = [np.flatnonzero(draw_scene(_blank(), scene, 10.0 + ahead)[260].any(axis=1))[0] for ahead in (0.0, 0.2)]
    assert left_edges[0] == pytest.approx(200, abs=3)
    assert left_edges[1] == pytest.approx(217, abs=3)


@pytest.mark.parametrize("pts", [12.0, 8.0])
def test_a_scene_of_another_moment_is_not_drawn(pts):
    assert draw_scene(_blank(), _scene([200, 100, 300, 220]), pts, oldest=1.5).max() == 0


def test_no_scene_yet_leaves_the_picture_as_it_is():
    assert draw_scene(_blank(), None, 1.0).max() == 0


@pytest.mark.parametrize("box", [[-50, -50, 30, 30], [600, 330, 700, 400], [-10, -10, 650, 370], [5000, 0, 5100, 90]])
def test_boxes_at_and_beyond_the_edge_are_drawn_without_an_error(box):
    assert draw_scene(_blank(), _scene(box), 10.0).shape == (_SIZE[1], _SIZE[0], 3)
