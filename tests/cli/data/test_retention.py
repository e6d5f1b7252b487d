"""``rollcall retention`` as a user meets it."""

from __future__ import annotations

from cli.command import Command


def test_retention_shows_and_then_deletes(run: Command) -> None:
    assert run("retention").stdout.startswith("2 sightings, 0 older snapshots")
    assert run("retention", "--apply").stdout.strip().endswith("are deleted")
    assert run("retention").stdout.startswith("0 sightings")
