"""What is asked every hour, or every few seconds, does not read a year of sightings from end to end."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from rollcall.model import Sighting
from rollcall.store import SightingFilter

DAY = 86_400.0
NOW = 1000 * DAY


@contextmanager
def plans_of(store):
    """Give the plan of every query within the block, as SQLite tells it, by the query."""
    plans = {}

    def explain(connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            raw = connection.connection.driver_connection
            rows = raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans[statement] = " | ".join(row[3] for row in rows)

    engine = store._database.engine
    event.listen(engine, "before_cursor_execute", explain)
    yield plans
    event.remove(engine, "before_cursor_execute", explain)


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.retention.apply(NOW),
        lambda store: store.sightings.page(SightingFilter(since=NOW)),
        lambda store: store.sightings.page(SightingFilter(since=NOW, camera="door")),
        lambda store: store.sightings.count(SightingFilter(since=NOW)),
    ],
    ids=["housekeeping", "since", "since at a camera", "count"],
)
def test_nothing_reads_all_sightings(store, ask):
    with plans_of(store) as plans:
        ask(store)
    asked = [(statement, plan) for statement, plan in plans.items() if "FROM sightings" in statement]
    assert asked
    for statement, plan in asked:
        # A walk along starts must have a beginning.
        assert "SCAN sightings" not in plan, (statement, plan)


def test_long_stays_are_found_by_their_end(store):
    for start, end in ((1.0, 900.0), (500.0, 510.0), (600.0, 899.0), (950.0, 960.0)):
        store.sightings.add(Sighting("door", 1, start, end))
    assert [one.start for one in store.sightings.page(SightingFilter(since=900.0)).items] == [950.0, 1.0]
    assert store.sightings.page(SightingFilter(since=961.0)).items == []
