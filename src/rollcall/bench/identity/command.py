"""Tell known people from strangers: misses at stated rates of false names, by photos, tracks and films."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import click

from rollcall.bench.identity.open_set import OpenSet, run_open_set
from rollcall.bench.identity.photos import Portraits, read_portraits
from rollcall.bench.identity.video import watch_video
from rollcall.bench.lfw.labels import corrected_names
from rollcall.config import VisionSettings
from rollcall.identity import Gallery, enrol_folder
from rollcall.vision import ModelPack, load_pack

__all__ = ["command"]

_FILMS = (("ageitgey_short_hamilton_clip.mp4", "hamilton"), ("timesler_video.mp4", None))
"""Films of the data folder, each with the gallery beside it."""
_EVERY = (1, 3, 6)
"""Each so many frames are analysed: 30, 10 and 5 a second."""


@dataclass(frozen=True, slots=True)
class _Film:
    film: str
    every: int
    frames: int
    faces: int
    tracks: int
    names: dict[str, int]
    """Name -> faces that got it."""
    embeddings_a_minute: float
    """Of one track."""


@click.command("identity")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--models", type=click.Path(path_type=Path), envvar="ROLLCALL_MODELS", help="Folder with the models.")
@click.option("--enrolled", default=300, show_default=True, help="People enrolled by one photo each.")
@click.option("--strangers", default=300, show_default=True, help="Other people who come by.")
@click.option("--draws", default=20, show_default=True, help="Random choices of people, put together.")
@click.option("--seed", default=0, show_default=True, help="Of the random choices.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(
    folder: Path,
    models: Path | None,
    enrolled: int,
    strangers: int,
    draws: int,
    seed: int,
    json_file: IO[str] | None,
) -> None:
    """Tell the people in FOLDER from strangers.

    FOLDER holds one folder of photos a person, as LFW does; or it is a folder of data sets with lfw/ and videos/.
    """
    pack = load_pack(VisionSettings(models=models))
    portraits = read_portraits(folder / "lfw" if (folder / "lfw").is_dir() else folder, pack)
    _show_set(portraits)
    open_sets = {}
    for labels, named in _labellings(portraits).items():
        open_set = run_open_set(named, pack, enrolled=enrolled, strangers=strangers, draws=draws, seed=seed)
        open_sets[labels] = open_set
        _show_open_set(labels, open_set)
    films = _watch_films(folder / "videos", pack)
    _show_films(films)
    if json_file is not None:
        json_file.write(json.dumps(_figures(portraits, open_sets, films), ensure_ascii=False) + "\n")


def _show_set(portraits: Portraits) -> None:
    several = int((portraits.counts >= 2).sum())
    click.echo(
        f"{len(portraits.people):,} photos of {len(portraits.names):,} people, {several:,} of them with several;"
        f" no face found in {len(portraits.faceless)} photos."
    )


def _labellings(portraits: Portraits) -> dict[str, Portraits]:
    """Return the portraits under their labels, and under the true ones where some are known to be wrong."""
    names = [portraits.names[person] for person in portraits.people]
    corrected = corrected_names(zip(names, portraits.files, strict=True))
    wrong = sum(name != true for name, true in zip(names, corrected, strict=True))
    labellings = {"labels as published": portraits}
    if wrong:
        labellings[f"{wrong} labels corrected"] = portraits.renamed(corrected)
    return labellings


def _show_open_set(labels: str, open_set: OpenSet) -> None:
    rates = [point.false_names for point in open_set.curves[0].points]
    click.echo(f"\nKnown people missed, {labels} (threshold) where so many strangers get a name:")
    click.echo(f"{'enrolled, seen':52}" + "".join(f"{rate:>22.1%}" for rate in rates))
    for curve in open_set.curves:
        cells = {
            point.false_names: f"{point.missed:.2%} ±{point.uncertain:.2%} ({point.threshold:.3f})"
            for point in curve.points
        }
        click.echo(f"{curve.way:52}" + "".join(f"{cells.get(rate, '-'):>22}" for rate in rates))
    click.echo("\nAs shipped, with the threshold for so many people and the margin:")
    for row in open_set.shipped:
        click.echo(
            f"{row.way:52}  missed {row.missed / max(row.known, 1):.2%},"
            f" taken for another {row.mistaken / max(row.known, 1):.3%},"
            f" strangers named {row.named / max(row.strangers, 1):.2%}"
        )
    click.echo("\nStrangers nearest to somebody; the same person under two names is a mistake of the labels:")
    for stranger, person, score in open_set.nearest:
        click.echo(f"  {score:.2f}  {stranger} ~ {person}")


def _watch_films(videos: Path, pack: ModelPack) -> tuple[_Film, ...]:
    return tuple(
        _watch_film(videos / film, videos / "gallery" / gallery if gallery else None, pack, every)
        for film, gallery in _FILMS
        for every in _EVERY
        if (videos / film).is_file()
    )


def _watch_film(film: Path, folder: Path | None, pack: ModelPack, every: int) -> _Film:
    people = enrol_folder(folder, pack).people if folder else ()
    watch = watch_video(film, pack, Gallery(people, pack.metric), every=every)
    return _Film(
        film.name,
        every,
        len(watch.scenes),
        sum(len(scene.people) for scene in watch.scenes),
        len({seen.track.number for scene in watch.scenes for seen in scene.people}),
        {name: watch.decisions_named(name) for name in watch.names},
        watch.embeddings_a_minute,
    )


def _show_films(films: Sequence[_Film]) -> None:
    for film in films:
        names = ", ".join(f"{name} {count}" for name, count in film.names.items()) or "nobody"
        click.echo(
            f"\n{film.film}, every {film.every}. frame: {film.frames} frames, {film.faces} faces, {film.tracks} tracks,"
            f" {film.embeddings_a_minute:.0f} embeddings a minute of a track; named: {names}"
        )


def _figures(portraits: Portraits, open_sets: Mapping[str, OpenSet], films: Sequence[_Film]) -> dict[str, Any]:
    return {
        "photos": len(portraits.people),
        "people": len(portraits.names),
        "people_with_several_photos": int((portraits.counts >= 2).sum()),
        "photos_without_face": len(portraits.faceless),
        "open_sets": {labels: asdict(open_set) for labels, open_set in open_sets.items()},
        "films": [asdict(film) for film in films],
    }
