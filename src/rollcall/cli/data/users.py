"""List who may sign in, and give somebody another password."""

from __future__ import annotations

import time
from pathlib import Path

import click

from rollcall.cli.data.opening import ACTOR, opened_store, settings_from, store_options
from rollcall.store import Access, Accounts

__all__ = ["command"]


@click.group("users")
def command() -> None:
    """List who may sign in, and give somebody another password."""


@command.command("list")
@store_options
def list_users(data: Path | None, file: Path | None) -> None:
    """List the users with their roles."""
    with opened_store(settings_from(data, file), Access.READ) as store:
        for user in store.accounts.users():
            click.echo(f"{user.name}  {user.role}{'' if user.password_hash else '  (no password yet)'}")


@command.command("password")
@click.argument("name")
@click.password_option(help="Asked for where it is not given; what stands here, others on this machine can see.")
@store_options
def set_password(name: str, password: str, data: Path | None, file: Path | None) -> None:
    """Give user NAME another password, for one who lost it, and end that user's sessions.

    Not while Rollcall runs: there an administrator does it, on the page.
    """
    from rollcall.web.access import Users

    with opened_store(settings_from(data, file), Access.OWN) as store:
        Users(store.accounts, time.time).set_password(name, password)
        _end_sessions(store.accounts, name)
        store.audit.add(ACTOR, "password.change", name)
    click.echo(f"{name} has another password.")


def _end_sessions(accounts: Accounts, name: str) -> None:
    accounts.remove_sessions(session.digest for session in accounts.sessions() if session.user == name)
