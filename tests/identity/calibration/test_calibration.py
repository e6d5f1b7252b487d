from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from identity.faces import direction, person, photo
from rollcall.cli.people.calibrate import command
from rollcall.identity import Metric
from rollcall.identity.calibration.calibration import Calibration, calibrate
from rollcall.identity.calibration.doubtful_photos import Doubt
from rollcall.identity.calibration.report import draw_calibration, tell_calibration
from rollcall.identity.calibration.strangeness import estimate_strangeness
from rollcall.identity.threshold import strangeness_of_pack, threshold_for
from rollcall.model import Person

PACK_THRESHOLD = 0.44


def measure(*people: Person, rate: float = 0.001) -> Calibration:
    return calibrate(people, Metric.COSINE, pack_threshold=PACK_THRESHOLD, rate=rate)


def crowd(count: int, photos: int = 3) -> list[Person]:
    return [person(seed, photos=photos) for seed in range(count)]


@pytest.mark.parametrize(("metric", "pack_threshold"), [(Metric.COSINE, 0.44), (Metric.EUCLIDEAN, 1.06)])
def test_the_proposed_threshold_lets_no_more_strangers_through_than_was_asked_for(
    metric: Metric, pack_threshold: float
) -> None:
    people = crowd(60, photos=1)
    found = calibrate(people, metric, pack_threshold=pack_threshold, rate=0.05)
    enrolled = np.stack([one.embeddings[0] for one in people])
    strangers = np.stack([photo(5000 + seed) for seed in range(5000)])
    assert 0 < share_named(strangers, enrolled, found) <= 0.05


def test_dlibs_distances_are_taken_to_spread_as_those_of_the_gallery_do() -> None:
    # 44 numbers that vary by 0.0876 each: distances of 0.82 with a deviation of 0.088, as strangers' are on LFW.
    rows = np.random.default_rng(3).normal(0.0, 0.0876, (300, 44)).astype(np.float32)
    people = [Person(str(place), f"person {place}", row[np.newaxis]) for place, row in enumerate(rows)]
    found = estimate_strangeness(people, Metric.EUCLIDEAN, -0.51)
    pairs = np.linalg.norm(rows[:, np.newaxis] - rows, axis=2)[np.triu_indices(300, 1)]
    assert found.deviation == pytest.approx(pairs.std(), rel=0.01)


def share_named(strangers: NDArray[np.float32], enrolled: NDArray[np.float32], found: Calibration) -> float:
    nearest = np.max([found.metric.closeness(one, strangers) for one in enrolled], axis=0)
    return float(np.mean(nearest >= found.metric.to_closeness(found.threshold)))


def test_a_pack_without_any_gallery_keeps_its_own_threshold() -> None:
    nothing = estimate_strangeness([], Metric.COSINE, PACK_THRESHOLD)
    assert nothing.threshold(50, 0.001) == pytest.approx(PACK_THRESHOLD)


def test_a_gallery_of_people_who_look_alike_asks_for_more_likeness() -> None:
    family = [Person(str(seed), f"cousin {seed}", np.stack([photo(seed) + direction(999)])) for seed in range(40)]
    assert measure(*family).threshold > measure(*crowd(40, photos=1)).threshold + 0.1


def test_five_people_do_not_overrule_the_pack() -> None:
    assert measure(*crowd(5)).threshold == pytest.approx(measure(*crowd(5)[:1]).threshold, abs=0.08)


def test_a_photo_of_somebody_else_is_named() -> None:
    ada, grace = person(1, "Ada", photos=4), person(2, "Grace", photos=4)
    mixed = replace(ada, embeddings=np.stack([*ada.embeddings, photo(2, 77, noise=0.5)]))
    (doubtful,) = measure(mixed, grace).doubtful
    assert (doubtful.doubt, doubtful.score.person, doubtful.score.photo) == (Doubt.SOMEBODY_ELSE, "Ada", "photo 5")
    assert "more like Grace" in doubtful.words


def test_a_photo_unlike_the_others_is_named() -> None:
    ada = person(1, "Ada", photos=4)
    spoilt = replace(ada, embeddings=np.stack([*ada.embeddings, photo(500)]))
    (doubtful,) = measure(spoilt, *crowd(6)[2:]).doubtful
    assert doubtful.score.photo == "photo 5"


def test_the_same_photo_twice_is_named_with_the_one_it_repeats() -> None:
    ada = person(1, "Ada", photos=3)
    twice = replace(
        ada, embeddings=np.stack([*ada.embeddings, ada.embeddings[1]]), photos=("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    )
    (doubtful,) = measure(twice, person(2)).doubtful
    assert (doubtful.doubt, doubtful.score.photo) == (Doubt.DUPLICATE, "d.jpg")
    assert "b.jpg" in doubtful.words


def test_lookalikes_are_named_the_nearest_first() -> None:
    twin = Person("t", "Twin", np.stack([direction(1) + direction(2) * np.float32(0.5)]))
    found = measure(person(1, "Ada", photos=3), twin, person(3, "Grace"))
    assert {found.lookalikes[0].first, found.lookalikes[0].second} == {"Ada", "Twin"}
    assert found.lookalikes[0].confusable
    assert not found.lookalikes[-1].confusable
    assert any("Ada and Twin" in line for line in tell_calibration(found))


@pytest.mark.parametrize("metric", list(Metric))
def test_one_photo_under_many_names_moves_no_threshold_and_is_told(metric: Metric) -> None:
    threshold = 0.44 if metric is Metric.COSINE else 1.06
    usual, spoilt = (
        calibrate(people, metric, pack_threshold=threshold, rate=0.001)
        for people in (crowd(8, photos=1), [Person(str(one), f"name {one}", photo(1)[np.newaxis]) for one in range(8)])
    )
    assert spoilt.threshold == pytest.approx(usual.threshold, abs=0.1)
    assert all(pair.confusable for pair in spoilt.lookalikes)


def test_somebody_under_two_names_moves_no_threshold_and_is_told() -> None:
    again = Person("again", "Nought", photo(0, 5, noise=0.5)[np.newaxis])
    found = measure(*crowd(6, photos=1), again)
    assert found.threshold == pytest.approx(measure(*crowd(6, photos=1)).threshold, abs=0.02)
    assert {found.lookalikes[0].first, found.lookalikes[0].second} == {"person 0", "Nought"}
    assert found.lookalikes[0].confusable


def test_a_small_gallery_is_asked_for_no_less_than_is_shipped() -> None:
    assert measure(person(1)).threshold == pytest.approx(threshold_for(1, strangeness_of_pack(Metric.COSINE, 0.44)))


def test_people_with_one_photo_are_told_that_nothing_can_be_checked() -> None:
    found = measure(person(1, "Ada"), person(2, "Grace"))
    assert found.missed is None
    assert any("One photo only" in line and "Ada, Grace" in line for line in tell_calibration(found))


def test_distances_are_measured_as_distances() -> None:
    found = calibrate(crowd(20), Metric.EUCLIDEAN, pack_threshold=1.0, rate=0.001)
    assert 0 < found.threshold < 1.4
    assert any("at most" in line for line in tell_calibration(found))


def test_the_picture_is_an_svg_that_shows_the_threshold() -> None:
    found = measure(*crowd(5))
    root = ElementTree.fromstring(draw_calibration(found))  # noqa: S314 - made a line above
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    assert f"threshold {found.threshold:.2f}" in texts


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 8), st.integers(1, 4), st.floats(1e-5, 0.3), st.sampled_from(list(Metric)))
def test_any_gallery_can_be_measured_told_and_drawn(people: int, photos: int, rate: float, metric: Metric) -> None:
    found = calibrate(crowd(people, photos), metric, pack_threshold=0.6, rate=rate)
    assert np.isfinite(found.threshold)
    assert 0.05 <= found.margin <= 0.15
    assert tell_calibration(found)
    ElementTree.fromstring(draw_calibration(found))  # noqa: S314


def test_the_command_names_a_photo_in_the_wrong_folder(models_dir: Path, shared_dir: Path, tmp_path: Path) -> None:
    cast = shared_dir / "data/portraits/tv_cast"
    for name in ("penny", "raj", "howard"):
        (tmp_path / name).mkdir()
        for shot in sorted((cast / name).iterdir()):
            (tmp_path / name / shot.name).symlink_to(shot)
    wrong = sorted((cast / "sheldon").iterdir())[0]
    (tmp_path / "penny" / "wrong.png").symlink_to(wrong)
    (tmp_path / "raj" / "empty.jpg").write_bytes(b"")
    plot = tmp_path / "plot.svg"
    result = CliRunner().invoke(command, [str(tmp_path), "--models", str(models_dir), "--plot", str(plot)])
    assert result.exit_code == 0, result.output
    assert "Proposed for 3 people" in result.output
    assert "wrong.png: " in result.output
    assert "empty.jpg" in result.output
    assert plot.read_text().startswith("<svg")
