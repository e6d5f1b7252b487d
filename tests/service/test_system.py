from __future__ import annotations

import pytest

from rollcall.config import IdentitySettings, Settings, StoreSettings, VisionSettings
from rollcall.service import System
from rollcall.vision import load_pack


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_the_threshold_follows_the_chosen_metric(metric, models_dir, tmp_path):
    pack = load_pack(VisionSettings(models=models_dir))
    settings = Settings(identity=IdentitySettings(metric=metric), store=StoreSettings(data=tmp_path))
    system = System(settings, pack)
    try:
        assert system.gallery.metric.value == metric
        # Of embeddings of length 1, a cosine c and a distance d are the same where d^2 = 2 - 2c.
        expected = pack.threshold if metric == "cosine" else (2 - 2 * pack.threshold) ** 0.5
        assert system.pack.threshold == pytest.approx(expected)
    finally:
        system.stop()


def test_a_system_that_was_never_started_can_be_stopped(models_dir, tmp_path):
    settings = Settings(store=StoreSettings(data=tmp_path))
    for _ in range(2):
        System(settings, load_pack(VisionSettings(models=models_dir))).stop()
