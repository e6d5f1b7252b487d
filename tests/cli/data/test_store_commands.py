"""What looks after the kept data, as a user meets it: people, sightings, backup, restore, retention, encrypt."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from cli.command import rollcall
from rollcall.config import StoreSettings
from rollcall.model import Sighting
from rollcall.store import MarkedEmbedding, ModelMark, Store
from rollcall.web.access import Role, Sessions, Users

Command = Callable[..., "subprocess.CompletedProcess[str]"]
MODEL = ModelMark("pack", "00" * 32, "arcface-112")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder in which two people and two sightings are kept."""
    store = Store(StoreSettings(data=tmp_path / "data"))
    vector = MarkedEmbedding(MODEL, np.ones(4, np.float32))
    kim = store.people.add("김철수", embeddings=[vector], tags=["staff"])
    store.people.add("Ada", notes="maths")
    store.sightings.add(Sighting("door", 1, 1_700_000_000, 1_700_000_010, person=kim, name="김철수", score=0.5))
    store.sightings.add(Sighting("yard", 2, 10, 20))
    store.embeddings.serve(MODEL)
    store.close()
    return tmp_path / "data"


@pytest.fixture
def run(data: Path) -> Command:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        answer: subprocess.CompletedProcess[str] = rollcall(*arguments, "--data", str(data))
        return answer

    return run


@pytest.fixture
def owner(data: Path) -> Iterator[Store]:
    """Return the store as another process owns it."""
    store = Store(StoreSettings(data=data))
    yield store
    store.close()


def one_line(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode == 1
    assert answer.stderr.startswith("rollcall: ")
    assert answer.stderr.count("\n") == 1
    return answer.stderr


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


def test_backup_beside_the_owner_comes_back(run: Command, owner: Store, data: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "backup.tar")).returncode == 0
    owner.close()
    shutil.rmtree(data)
    assert run("restore", str(tmp_path / "backup.tar")).returncode == 0
    assert "김철수" in run("people", "list").stdout


@pytest.mark.usefixtures("owner")
def test_change_beside_the_owner_is_refused_clearly(run: Command) -> None:
    assert "in use by another Rollcall (process" in one_line(run("people", "remove", "Ada"))
    assert "Ada" in run("people", "list").stdout


def test_retention_shows_and_then_deletes(run: Command) -> None:
    assert run("retention").stdout.startswith("2 sightings, 0 older snapshots")
    assert run("retention", "--apply").stdout.strip().endswith("are deleted")
    assert run("retention").stdout.startswith("0 sightings")


def test_encrypted_data_needs_its_key(run: Command, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("ab" * 32)
    assert run("encrypt", "--new-key-file", str(tmp_path / "key")).returncode == 0
    assert "is encrypted" in one_line(run("people", "list"))
    (tmp_path / "rollcall.yaml").write_text(f"store:\n  key_file: {tmp_path / 'key'}\n")
    assert "김철수" in run("people", "list", "--config", str(tmp_path / "rollcall.yaml")).stdout


def test_no_data_is_one_line(tmp_path: Path) -> None:
    assert "There is no database" in one_line(rollcall("people", "list", "--data", str(tmp_path / "none")))


def test_damaged_backup_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(b"no tar")
    answer = rollcall("restore", str(tmp_path / "backup.tar"), "--data", str(tmp_path / "new"))
    assert "Cannot restore" in one_line(answer)


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


def test_lost_password_is_replaced_and_its_sessions_end(run, data):
    store = Store(StoreSettings(data=data))
    users = Users(store.accounts, time.time)
    users.add("ada", Role.ADMIN, "the one she lost")
    Sessions(store.accounts, 60.0, time.time).open("ada")
    store.close()
    assert "ada  admin" in run("users", "list").stdout
    run("users", "password", "ada", "--password", "the one she chose")
    store = Store(StoreSettings(data=data))
    users = Users(store.accounts, time.time)
    assert users.knows("ada", "the one she chose")
    assert store.accounts.sessions() == ()
    store.close()
    assert "nobody" in one_line(run("users", "password", "nobody", "--password", "the one she chose"))
