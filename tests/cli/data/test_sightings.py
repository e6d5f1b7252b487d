"""``rollcall sightings`` as a user meets it."""

from __future__ import annotations

import csv
from pathlib import Path

from cli.command import Command


def test_sightings_are_exported_by_camera_person_and_time(run: Command, tmp_path: Path) -> None:
    def rows(*options: str) -> list[str]:
        target = tmp_path / "sightings.csv"
        assert run("sightings", "export", str(target), *options).returncode == 0
        with target.open(encoding="utf-8-sig", newline="") as file:
            return [row["camera"] for row in csv.DictReader(file)]

    assert rows() == ["door", "yard"]
    assert rows("--camera", "yard") == ["yard"]
    assert rows("--person", "김철수", "--since", "2023-11-14", "--until", "2023-11-16 12:00") == ["door"]
    assert rows("--until", "2023-01-01") == ["yard"]
