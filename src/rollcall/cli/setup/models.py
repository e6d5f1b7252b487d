"""List, fetch and check model packs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from rollcall.cli.progress import progress
from rollcall.cli.settings import settings_of
from rollcall.errors import ModelError
from rollcall.vision.cache import cache_folder
from rollcall.vision.dlib.pack import DLIB_LICENCE, EUCLIDEAN_THRESHOLD
from rollcall.vision.dlib.resnet import EMBEDDING_SIZE
from rollcall.vision.dlib.weights import RESNET, WEIGHTS, find_weights, read_weights
from rollcall.vision.packs.catalogue import COSINE_THRESHOLD, RELEASE, PublishedPack, published_pack, published_packs
from rollcall.vision.packs.choice import DLIB, pack_folders
from rollcall.vision.packs.installation import install_pack
from rollcall.vision.packs.licence import (
    INSIGHTFACE_LICENCE,
    LICENCE_TEXT,
    accept_licence,
    licence_accepted,
    refuse_without_licence,
)
from rollcall.vision.packs.local_packs import damaged_files, find_pack

__all__ = ["command"]

_NAMES = (*(pack.name for pack in published_packs()), DLIB)

_models_option = click.option(
    "--models",
    type=click.Path(path_type=Path),
    help="Folder of the packs (default: ROLLCALL_MODELS, the settings file, or the user's cache).",
)


@click.group("models")
def command() -> None:
    """List, fetch and check model packs: a detector and an embedder that belong together."""


@command.command("list")
@_models_option
def list_packs(models: Path | None) -> None:
    """List the packs that are known, and where those lie that are here."""
    folders = _folders(models)
    for pack in published_packs():
        place = find_pack(pack, folders)
        numbers = f"{pack.embedding_size} numbers, one person from cosine {COSINE_THRESHOLD}"
        _say(pack.name, f"in {place}" if place else "not here", pack.summary, f"{numbers}; {INSIGHTFACE_LICENCE}")
    numbers = f"{EMBEDDING_SIZE} numbers, one person up to distance {EUCLIDEAN_THRESHOLD}"
    _say(DLIB, _where_dlib_is(), "dlib's CNN detector and ResNet-29; comes with pip", f"{numbers}; {DLIB_LICENCE}")


@command.command("get")
@click.argument("name", metavar="PACK", type=click.Choice(_NAMES))
@click.option(
    "--accept-license",
    "accepted",
    is_flag=True,
    envvar="ROLLCALL_ACCEPT_LICENSE",
    help="Accept that InsightFace's models are for non-commercial research only.",
)
@click.option("--release", default=RELEASE, show_default=True, help="Where the archives lie: another place, a mirror.")
@_models_option
def get_pack(name: str, accepted: bool, release: str, models: Path | None) -> None:
    """Fetch PACK into the folder of the packs; what is here already is left as it is."""
    pack = published_pack(name)
    if pack is None:
        find_weights(RESNET)
        click.echo("The pack 'dlib' comes with pip and is here.")
        return
    folder = _folders(models)[0]
    if damaged_files(folder / pack.name, pack.files):
        _ask_for_licence(pack.name, accepted)
        _fetch(pack, folder, release)
    click.echo(f"The pack '{pack.name}' is in {folder / pack.name}.")


@command.command("verify")
@_models_option
def verify_packs(models: Path | None) -> None:
    """Compare every file of the packs that are here with what is known of it."""
    damaged = [message for message in (*_verify_published(models), _verify_dlib()) if message]
    if damaged:
        raise ModelError(f"Damaged: {'; '.join(damaged)}.")


@command.command("path")
@_models_option
def show_path(models: Path | None) -> None:
    """Print the folder that packs are fetched into."""
    click.echo(_folders(models)[0])


def _folders(models: Path | None) -> tuple[Path, ...]:
    return pack_folders(settings_of(None, vision={"models": models}).vision, cache_folder())


def _say(name: str, *lines: str) -> None:
    for line in lines:
        click.echo(f"{name:<12}{line}")
        name = ""


def _where_dlib_is() -> str:
    try:
        return f"in {find_weights(RESNET).parent}"
    except ModelError as error:
        return f"not here: {error}"


def _ask_for_licence(name: str, accepted: bool) -> None:
    """Show the licence where it was not accepted before; keep it if it is now, and refuse otherwise."""
    cache = cache_folder()
    if licence_accepted(cache):
        return
    click.echo(LICENCE_TEXT)
    if not accepted:
        raise refuse_without_licence(name)
    accept_licence(cache, datetime.now(UTC).date().isoformat())


def _fetch(pack: PublishedPack, folder: Path, release: str) -> None:
    with progress(f"Fetching {pack.name}") as show:
        install_pack(pack, folder, release=release, progress=show)


def _verify_published(models: Path | None) -> list[str]:
    """Return what is wrong with each pack that is here, and print what is right."""
    wrong = []
    for pack in published_packs():
        place = find_pack(pack, _folders(models))
        if place is None:
            continue
        damaged = damaged_files(place, pack.files)
        wrong += [f"{file} in {place} (rollcall models get {pack.name})" for file in damaged]
        if not damaged:
            click.echo(f"{pack.name:<12}right, in {place}")
    return wrong


def _verify_dlib() -> str:
    try:
        for file in WEIGHTS:
            read_weights(file)
    except ModelError as error:
        return str(error).rstrip(".")
    click.echo(f"{DLIB:<12}right, in {find_weights(RESNET).parent}")
    return ""
