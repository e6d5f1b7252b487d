"""``rollcall people`` as a user meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.command import Command, one_line, rollcall


def test_people_are_listed_shown_renamed_merged_and_removed(run: Command) -> None:
    listed = run("people", "list").stdout.splitlines()
    assert [line.split("photos  ")[1] for line in listed] == ["Ada", "김철수  [staff]"]
    assert "maths" in run("people", "show", "ada").stdout
    assert "'김철수' is '김영희' now" in run("people", "rename", "김철수", "김영희").stdout
    assert run("people", "merge", "김영희", "Ada").returncode == 0
    assert run("people", "remove", "김영희").returncode == 0
    assert run("people", "list").stdout == ""


def test_nobody_of_that_name_is_one_line(run: Command) -> None:
    assert "nobody called 'Bob'" in one_line(run("people", "show", "Bob"))


def test_erase_asks_and_erases(run: Command, data: Path) -> None:
    assert run("people", "erase", "김철수").returncode == 1  # no answer is no
    assert "Erased 0 photos, 1 embeddings, 1 sightings" in run("people", "erase", "김철수", "--yes").stdout
    assert "김철수".encode() not in (data / "rollcall.db").read_bytes()


def test_people_travel_as_json(run: Command, tmp_path: Path) -> None:
    assert run("people", "export", str(tmp_path / "people.json")).returncode == 0
    assert {person["name"] for person in json.loads((tmp_path / "people.json").read_text())["people"]} == {
        "Ada",
        "김철수",
    }
    answer = rollcall("people", "import", str(tmp_path / "people.json"), "--data", str(tmp_path / "other"))
    assert "2 people are added, 0 left out" in answer.stdout
    again = run("people", "import", str(tmp_path / "people.json"))
    assert "0 people are added, 2 left out" in again.stdout


def test_plain_embedding_table_is_imported(run: Command, tmp_path: Path) -> None:
    (tmp_path / "seed.json").write_text(json.dumps({"Bob": [[0.5, 0.5, 0.5, 0.5]]}))
    assert "1 people are added" in run("people", "import", str(tmp_path / "seed.json")).stdout


@pytest.mark.usefixtures("owner")
def test_change_beside_the_owner_is_refused_clearly(run: Command) -> None:
    assert "in use by another Rollcall (process" in one_line(run("people", "remove", "Ada"))
    assert "Ada" in run("people", "list").stdout


def test_no_data_is_one_line(tmp_path: Path) -> None:
    assert "There is no database" in one_line(rollcall("people", "list", "--data", str(tmp_path / "none")))


@pytest.fixture
def portraits(shared_dir: Path) -> Path:
    return shared_dir / "data" / "portraits" / "knn" / "train"


def test_photos_are_checked_and_added(run: Command, portraits: Path, models_dir: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    photo = portraits / "biden" / "biden.jpg"
    added = run("people", "add", "Joe", str(photo), str(broken), "--models", str(models_dir))
    assert "'Joe' has 1 photos now" in added.stdout
    assert "Cannot read" in added.stderr
    refused = run("people", "add", "Nobody", str(broken), "--models", str(models_dir))
    assert "none of the photos can be used" in refused.stderr
    assert "Nobody" not in run("people", "list").stdout


def test_folder_is_enrolled_with_a_summary(run: Command, portraits: Path, models_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(portraits / "biden", tmp_path / "gallery" / "Biden")
    (tmp_path / "gallery" / "Biden" / "broken.jpg").write_bytes(b"no picture")
    number = len(list((portraits / "biden").iterdir()))
    answer = run("people", "enrol", str(tmp_path / "gallery"), "--models", str(models_dir))
    assert f"{number} photos are enrolled, 1 left out, 0 gone" in answer.stdout
    assert "Biden/broken.jpg: Cannot read" in answer.stderr
    assert "3 people are in the gallery" in answer.stdout
    again = run("people", "enrol", str(tmp_path / "gallery"), "--models", str(models_dir))
    assert "0 photos are enrolled, 0 left out" in again.stdout
