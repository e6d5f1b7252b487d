"""The command and its tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import click

from rollcall.bench.tracking.contestants import TIMED
from rollcall.bench.tracking.library import provide_library
from rollcall.bench.tracking.measuring import Row, Trial, measure
from rollcall.bench.tracking.sequences import read_sequences
from rollcall.bench.tracking.speed import CROWDS, median_microseconds
from rollcall.bench.tracking.trials import choices, contests, draw_embeddings, weaker_embedders

__all__ = ["command"]

_METRICS = {"idf1": "IDF1", "id_switches": "ID switches in a sequence", "hota": "HOTA", "mota": "MOTA"}
_NAME_WIDTH, _CELL_WIDTH = 34, 12


@click.command("tracking")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--draws", default=1, show_default=True, help="Drawings of the simulated embeddings to average over.")
@click.option("--curve", is_flag=True, help="Also IDF1 against the share of faces embedded, and by weaker embedders.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(folder: Path, draws: int, curve: bool, json_file: TextIO | None) -> None:
    """Follow the faces of the sequences in FOLDER (LTFT's annotations), the reference trackers beside us.

    The boxes are real, the embeddings are drawn by one rule: see docs/tracking.md.
    """
    sequences = read_sequences(folder)
    provide_library()
    drawn = draw_embeddings(sequences, draws)
    rows = _run(contests(drawn), "following faces")
    times = {name: [median_microseconds(make(), count) for count in CROWDS] for name, make in TIMED.items()}
    for metric, title in _METRICS.items():
        _print_by_rate(title, rows, metric)
    _print_table(
        "Processor time a picture, us",
        [f"{count} faces" for count in CROWDS],
        {name: [f"{spent:.0f}" for spent in each] for name, each in times.items()},
    )
    result: dict[str, Any] = {"rows": rows, "microseconds": times}
    if curve:
        result["choices"] = _run(choices(drawn), "choosing faces")
        result["weaker"] = _run(weaker_embedders(sequences, draws), "weakening embedders")
        _print_shares("IDF1 against the share of faces embedded", result["choices"])
        _print_shares("Weaker embedders", result["weaker"])
    if json_file is not None:
        json_file.write(json.dumps(result, default=asdict) + "\n")


def _run(trials: Iterable[Trial], label: str) -> list[Row]:
    with click.progressbar(list(trials), label=label, file=sys.stderr) as bar:
        return [measure(trial) for trial in bar]


def _print_by_rate(title: str, rows: Sequence[Row], metric: str) -> None:
    rates = list(dict.fromkeys(row.rate for row in rows))
    _print_table(
        title,
        rates,
        {
            name: [f"{getattr(row, metric):.1f}" for row in rows if row.contestant == name]
            for name in dict.fromkeys(row.contestant for row in rows)
        },
    )


def _print_shares(title: str, rows: Sequence[Row]) -> None:
    rates = list(dict.fromkeys(row.rate for row in rows))
    _print_table(
        title,
        [head for rate in rates for head in (f"{rate} share", "IDF1", "switches")],
        {
            name: [
                cell
                for row in rows
                if row.contestant == name
                for cell in (f"{row.embedded_percent or 0:.0f} %", f"{row.idf1:.1f}", f"{row.id_switches:.1f}")
            ]
            for name in dict.fromkeys(row.contestant for row in rows)
        },
    )


def _print_table(title: str, heads: Sequence[str], lines: dict[str, list[str]]) -> None:
    click.echo(f"\n{title:<{_NAME_WIDTH}}" + "".join(f"{head:>{_CELL_WIDTH}}" for head in heads))
    for name, cells in lines.items():
        click.echo(f"{name:<{_NAME_WIDTH}}" + "".join(f"{cell:>{_CELL_WIDTH}}" for cell in cells))
