"""``rollcall retention`` as a user meets it."""

from __future__ import annotations

from cli.command import Command
from rollcall.config import StoreSettings
from rollcall.store import Store


def test_retention_shows_and_then_deletes(run: Command) -> None:
    assert run("retention").stdout.startswith("2 sightings, 0 older snapshots")
    assert run("retention", "--apply").stdout.strip().endswith("are deleted")
    assert run("retention").stdout.startswith("0 sightings")


def test_a_clock_that_is_far_ahead_deletes_nothing(run: Command, data) -> None:
    store = Store(StoreSettings(data=data))
    store.clock.read(1_700_000_000)
    store.close()
    refused = run("retention", "--apply")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "days ahead of what was expected" in refused.stderr
    assert run("retention").stdout.startswith("2 sightings")
    assert run("retention", "--apply", "--trust-clock").stdout.startswith("2 sightings")
