"""Whom and what alerts name: does it exist, since a slip of the pen is an alert that never comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress

from rollcall.config import Settings
from rollcall.doctor.finding import Finding, ok, warning
from rollcall.errors import RollcallError

__all__ = ["check_alerts"]


def check_alerts(settings: Settings, cameras: Collection[str]) -> Iterator[Finding]:
    """Look for every camera, person and tag that an alert names; ``cameras``: the names of all there are."""
    if not settings.alerts:
        return
    findings = [*_unknown_cameras(settings, cameras), *_unknown_people(settings)]
    yield from findings or [ok("alerts", f"{len(settings.alerts)}; whom and what they name is there")]


def _unknown_cameras(settings: Settings, cameras: Collection[str]) -> Iterator[Finding]:
    from rollcall.outputs.unknown_names import unknown_cameras

    for unknown in unknown_cameras(settings.alerts, cameras):
        remedy = "Add the camera, or correct 'cameras' of this alert. Until then it tells nothing from there."
        yield warning(f"alert {unknown.alert}", unknown.words, remedy)


def _unknown_people(settings: Settings) -> Sequence[Finding]:
    """Return nothing where the store cannot be read, which another check tells, and before the first start."""
    from rollcall.outputs.unknown_names import unknown_people
    from rollcall.store import DATABASE, Access, Store

    if not (settings.store.data / DATABASE).is_file():
        return ()
    remedy = "Add the person or tag, or correct 'who' of this alert. New photos of the gallery count from a start on."
    with suppress(RollcallError), closing(Store(settings.store, access=Access.READ)) as store:
        unknown = unknown_people(settings.alerts, store.people)
        return [warning(f"alert {each.alert}", each.words, remedy) for each in unknown]
    return ()
