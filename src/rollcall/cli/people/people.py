"""List, show, add, enrol, rename, merge, remove, erase, export and import people."""

from __future__ import annotations

import click

from rollcall.cli.lazy import LazyGroup
from rollcall.cli.people.changing import erase, merge, remove, rename
from rollcall.cli.people.exchange import export, import_file
from rollcall.cli.people.showing import list_people, show

__all__ = ["command"]

# Loaded only when asked for, since they need the models.
_ENROLMENT = {"add": "rollcall.cli.people.add", "enrol": "rollcall.cli.people.enrol"}


@click.group("people", cls=LazyGroup, modules=_ENROLMENT)
def command() -> None:
    """Look after the people of the gallery.

    A person is named by NAME, or by id where two bear one name. While 'rollcall run' uses the same data, only list,
    show and export work here: make changes on its page then.
    """


for each in (list_people, show, rename, merge, remove, erase, export, import_file):
    command.add_command(each)
