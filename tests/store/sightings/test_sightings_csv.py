from __future__ import annotations

import csv
import io
from datetime import datetime

from sqlalchemy import insert

from rollcall.model import Sighting
from rollcall.store import SightingFilter, Store
from rollcall.store.database.schema import sightings
from rollcall.store.sightings.sightings_csv import sightings_csv


def table(store: Store, where: SightingFilter) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(sightings_csv(store.sightings, where)))))


def test_every_sighting_that_matches_is_a_line(store: Store) -> None:
    rows = [
        {"camera": "door" if start % 2 else "yard", "track": 1, "start": start, "end": start + 1.5, "reason": ""}
        for start in range(2500)
    ]
    with store._database.write() as transaction:
        transaction.connection.execute(insert(sightings), rows)
    lines = table(store, SightingFilter(camera="door"))
    assert [datetime.fromisoformat(line["start"]).timestamp() for line in lines] == list(range(2499, 0, -2))
    assert {line["seconds"] for line in lines} == {"1.5"}


def test_any_name_is_one_cell(store: Store) -> None:
    name = 'Kim "철수", the 2nd\u2028'
    store.sightings.add(Sighting("door", 1, 0, 1, name=name, score=0.51239, reason="above 0.4; margin 0.1"))
    (row,) = table(store, SightingFilter())
    assert (row["name"], row["score"], row["reason"]) == (name, "0.5124", "above 0.4; margin 0.1")


def test_spreadsheet_runs_no_name_as_a_formula(store: Store) -> None:
    store.sightings.add(Sighting("@SUM(1)", 1, 0, 1, name="=HYPERLINK(1)", reason="-1"))
    (row,) = table(store, SightingFilter())
    assert (row["name"], row["camera"], row["reason"]) == ("'=HYPERLINK(1)", "'@SUM(1)", "'-1")


def test_no_sighting_is_a_head_alone(store: Store) -> None:
    assert table(store, SightingFilter(camera="nowhere")) == []
