"""The standard protocol of LFW: pairs as they are listed, each fold told by a threshold from the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollcall.bench.lfw.command import fold_accuracies, read_pairs
from rollcall.errors import ConfigError


def test_pairs_are_read_with_their_folds(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_text("2\t1\nAnn\t1\t2\nAnn\t3\tBob\t1\nCid\t4\t12\nBob\t1\tCid\t5\n")
    pairs = read_pairs(tmp_path)
    assert [(pair.same, pair.fold) for pair in pairs] == [(True, 0), (False, 0), (True, 1), (False, 1)]
    assert pairs[2].second == tmp_path / "images" / "Cid" / "Cid_0012.jpg"
    assert pairs[3].first == tmp_path / "images" / "Bob" / "Bob_0001.jpg"


def test_the_standard_list_has_folds_of_equal_halves(shared_dir: Path) -> None:
    pairs = read_pairs(shared_dir / "data" / "lfw")
    for fold in range(5):
        of_fold = [pair.same for pair in pairs if pair.fold == fold]
        assert (len(of_fold), sum(of_fold)) == (600, 300)


def test_a_folder_that_is_no_copy_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no pairs\.txt"):
        read_pairs(tmp_path)


def test_a_folds_own_pairs_do_not_choose_its_threshold() -> None:
    same = np.array([True, False] * 6)
    folds = np.repeat([0, 1, 2], 4)
    scores = np.array([0.8, 0.2, 0.9, 0.1] * 2 + [0.4, 0.3, 0.4, 0.3])
    # Alone, the last fold would be told apart by 0.35; the others say 0.5, or less if its pairs are among them.
    assert fold_accuracies(scores, same, folds).tolist() == [1.0, 1.0, 0.5]


def test_a_photo_without_a_face_is_like_nothing() -> None:
    scores = np.array([0.9, -np.inf, 0.8, 0.1, -np.inf, 0.2])
    same = np.array([True, True, True, False, False, False])
    assert fold_accuracies(np.tile(scores, 2), np.tile(same, 2), np.repeat([0, 1], 6)).mean() == pytest.approx(5 / 6)
