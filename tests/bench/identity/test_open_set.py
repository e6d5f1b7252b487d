from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

from identity.faces import photo
from rollcall.bench.identity.command import command
from rollcall.bench.identity.open_set import FALSE_NAME_RATES, SINGLE, TRACK, miss_curve, run_open_set
from rollcall.bench.identity.photos import Portraits, list_portraits
from rollcall.bench.lfw.labels import corrected_names
from rollcall.errors import ConfigError
from rollcall.identity import Metric

PACK = SimpleNamespace(metric="cosine", threshold=0.44)


def portraits(people: int, photos: int, noise: float) -> Portraits:
    rows = np.stack([photo(seed, shot, noise) for seed in range(people) for shot in range(photos)])
    owners = np.repeat(np.arange(people), photos)
    names = tuple(f"person {seed}" for seed in range(people))
    files = tuple(Path(f"{row}.jpg") for row in range(len(rows)))
    return Portraits(names, owners, rows, rows, np.ones(len(rows), np.float32), files, ())


def test_the_threshold_lets_no_larger_share_of_strangers_through() -> None:
    strangers = np.random.default_rng(1).normal(0.2, 0.1, 5000)
    points = miss_curve(np.ones(10), np.arange(10), strangers, Metric.COSINE)
    assert [point.false_names for point in points] == list(FALSE_NAME_RATES)
    for point in points:
        assert np.mean(strangers > point.threshold) <= point.false_names


def test_a_rate_that_the_strangers_are_too_few_for_is_not_claimed() -> None:
    points = miss_curve(np.ones(10), np.arange(10), np.linspace(0, 1, 50), Metric.COSINE)
    assert [point.false_names for point in points] == [0.1, 0.03]


def test_those_who_are_taken_for_another_are_missed_at_every_threshold() -> None:
    points = miss_curve(np.array([0.9, -np.inf]), np.arange(2), np.linspace(0, 0.5, 1000), Metric.COSINE)
    assert {point.missed for point in points} == {0.5}


def test_misses_of_one_person_are_less_certain_than_those_of_many() -> None:
    known, strangers = np.repeat([0.0, 1.0], 50), np.linspace(0, 0.5, 1000)
    (of_many, *_), (of_two, *_) = (
        miss_curve(known, people, strangers, Metric.COSINE) for people in (np.arange(100), np.repeat([0, 1], 50))
    )
    assert of_many.missed == of_two.missed == 0.5
    assert of_many.uncertain == pytest.approx(0.05)
    assert of_two.uncertain == pytest.approx(0.5 / np.sqrt(2))


def test_wrong_labels_of_lfw_are_corrected_and_no_others() -> None:
    people = portraits(2, 2, 0.0)
    photos = [
        ("Janica_Kostelic", Path("Janica_Kostelic_0001.jpg")),
        ("Janica_Kostelic", Path("Janica_Kostelic_0002.jpg")),
        ("Hasan_Wirayuda", Path("Hasan_Wirayuda_0001.jpg")),
        ("Hassan_Wirajuda", Path("Hassan_Wirajuda_0001.jpg")),
    ]
    renamed = people.renamed(corrected_names(photos))
    assert renamed.names == ("Anja_Paerson", "Janica_Kostelic", "Hassan_Wirajuda")
    assert renamed.people.tolist() == [0, 1, 2, 2]
    assert renamed.live is people.live


def test_a_distance_is_told_as_a_distance() -> None:
    (point, *_) = miss_curve(np.zeros(1), np.zeros(1, np.intp), np.linspace(-2, -1, 100), Metric.EUCLIDEAN)
    assert 1 <= point.threshold <= 2


def test_tracks_miss_fewer_than_single_faces_at_every_point() -> None:
    result = run_open_set(portraits(80, 5, 1.6), PACK, enrolled=30, strangers=40, draws=6, seed=1)  # type: ignore[arg-type]
    curves = {curve.way: [point.missed for point in curve.points] for curve in result.curves}
    assert all(track < single for track, single in zip(curves[TRACK], curves[SINGLE], strict=False))


def test_the_same_seed_measures_the_same() -> None:
    first, second = (
        run_open_set(portraits(30, 2, 1.2), PACK, enrolled=10, strangers=15, draws=2, seed=5)  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert first.curves == second.curves


def test_too_few_people_are_one_clear_error() -> None:
    with pytest.raises(ConfigError, match="too few"):
        run_open_set(portraits(10, 2, 1.0), PACK, enrolled=300, strangers=300, draws=1, seed=0)  # type: ignore[arg-type]


def test_a_folder_without_portraits_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no portraits"):
        list_portraits(tmp_path)


def test_the_command_tells_its_figures_as_json(models_dir: Path, shared_dir: Path, tmp_path: Path) -> None:
    for name in ("amy", "penny", "raj", "sheldon"):
        (tmp_path / name).symlink_to(shared_dir / "data/portraits/tv_cast" / name, target_is_directory=True)
    arguments = [str(tmp_path), "--models", str(models_dir), "--enrolled", "2", "--strangers", "2", "--draws", "2"]
    result = CliRunner().invoke(command, [*arguments, "--json", str(tmp_path / "figures.json")])
    assert result.exit_code == 0, result.output
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["people"] == 4
    (open_set,) = figures["open_sets"].values()
    assert len(open_set["curves"]) == 5
