"""Put cameras through faults, a thousand reconnects and nonsense; count what decoding costs."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click
import numpy as np

from rollcall.bench.capture.faults import FAULTS
from rollcall.bench.capture.fuzz import fuzz
from rollcall.bench.capture.reconnects import reconnect
from rollcall.bench.capture.stage import set_up_stage
from rollcall.bench.capture.suffering import Outcome, suffer
from rollcall.bench.capture.throughput import measure_throughput

__all__ = ["command"]

_PARTS = ("throughput", "faults", "reconnects", "fuzz")
_GOAL_SECONDS = 2.0
"""Beyond the wait then due, 95th percentile."""


@click.command("capture")
@click.option(
    "--only", type=click.Choice(_PARTS), multiple=True, help="Measure this alone; may be given several times."
)
@click.option("--repeat", default=5, show_default=True, help="How often each fault happens.")
@click.option("--reconnects", default=1000, show_default=True, help="How often a connection is cut.")
@click.option("--cameras", default=2, show_default=True, help="Cameras of each contestant in the throughput.")
@click.option("--seconds", default=30, show_default=True, help="Length of throughput and fuzzing.")
@click.option("--seed", default=1, show_default=True, help="Of the chance in the fuzzing.")
@click.option("--json", "json_file", type=click.File("w"), help="Write the figures there too; - is standard output.")
def command(
    only: tuple[str, ...], repeat: int, reconnects: int, cameras: int, seconds: int, seed: int, json_file: Any
) -> None:
    """Measure how capture fares with cameras that fail."""
    # Each fault would be reported by the product too.
    logging.getLogger("rollcall").setLevel(logging.ERROR)
    parts: dict[str, Callable[[], Any]] = {
        "throughput": lambda: _throughput(cameras, seconds),
        "faults": lambda: _faults(repeat),
        "reconnects": lambda: _reconnects(reconnects),
        "fuzz": lambda: _fuzz(seconds, seed),
    }
    figures = {name: part() for name, part in parts.items() if not only or name in only}
    if json_file is not None:
        json_file.write(json.dumps(figures) + "\n")


def _throughput(cameras: int, seconds: int) -> list[dict[str, Any]]:
    results = measure_throughput(cameras, seconds)
    click.echo(f"\n{'1280x720 at 25 a second':<30}{'ms a frame':>12}{'cameras a core':>16}{'taken':>8}")
    for result in results:
        click.echo(
            f"{result.contestant:<30}{result.milliseconds_a_frame:>12.2f}{result.cameras_a_core:>16.1f}{result.taken:>8.0%}"
        )
    return [asdict(result) for result in results]


def _faults(repeat: int) -> list[dict[str, Any]]:
    click.echo(
        f"\n{'fault':<36}{'back in s, p50':>15}{'p95':>7}{'lost':>7}{'age p95':>9}{'others, gap':>13}{'never':>7}"
    )
    rows = []
    with set_up_stage() as stage, _progress(len(FAULTS) * repeat, "faults") as bar:
        for fault in FAULTS:
            outcomes = []
            for outcome in suffer(stage, fault, repeat):
                outcomes.append(outcome)
                bar.update(1)
            rows.append(_summary(outcomes))
    heads = f"{'back in s, p50':>15}{'p95':>7}{'lost':>7}{'age p95':>9}{'others, gap':>13}{'never':>7}"
    click.echo(f"\n{'fault':<36}{heads}")
    for row in rows:
        click.echo(
            f"{row['fault']:<36}{row['p50']:>15.2f}{row['p95']:>7.2f}{row['lost']:>7.1%}{row['age']:>9.3f}"
            f"{row['bystander_gap']:>13.2f}{row['never']:>7}"
        )
    late = [row["fault"] for row in rows if row["p95"] > _GOAL_SECONDS or row["never"]]
    click.echo(f"not within {_GOAL_SECONDS:g} s of the wait then due: {', '.join(late) or 'none'}")
    return rows


def _summary(outcomes: list[Outcome]) -> dict[str, Any]:
    back = [outcome.recovered for outcome in outcomes if outcome.recovered is not None]
    return {
        "fault": outcomes[0].fault,
        "times": len(outcomes),
        "p50": _percentile(back, 50),
        "p95": _percentile(back, 95),
        "waited": _percentile([outcome.waited for outcome in outcomes], 50),
        "lost": float(np.mean([outcome.lost for outcome in outcomes])),
        "age": max(outcome.age for outcome in outcomes),
        "bystander_gap": max(outcome.bystander_gap for outcome in outcomes),
        "never": len(outcomes) - len(back),
    }


def _percentile(values: list[float], share: float) -> float:
    return float(np.percentile(values, share)) if values else float("nan")


def _reconnects(times: int) -> dict[str, Any]:
    with _progress(times, "reconnects") as bar:
        footprints = []
        for footprint in reconnect(times):
            footprints.append(footprint)
            bar.update(1)
    # The first tenth fills caches and the allocator's arenas.
    settled = footprints[times // 10 :]
    rows = {"early": settled[0], "late": settled[-1]}
    click.echo(f"\n{'reconnects: ' + str(times):<30}{'threads':>9}{'descriptors':>13}{'MB':>9}")
    for name, footprint in rows.items():
        click.echo(f"{name:<30}{footprint.threads:>9}{footprint.descriptors:>13}{footprint.megabytes:>9.1f}")
    return {"times": times} | {name: asdict(footprint) for name, footprint in rows.items()}


def _fuzz(seconds: int, seed: int) -> dict[str, Any]:
    endurance = fuzz(seconds, seed)
    fate = "survived" if endurance.survived else f"died with exit code {endurance.exit_code}"
    shown = "shown" if endurance.recovered else "not shown"
    click.echo(f"\nfuzz: {endurance.connections} connections, {fate}, a good camera {shown} afterwards")
    return asdict(endurance) | {"seed": seed}


def _progress(length: int, label: str) -> Any:
    return click.progressbar(range(length), label=label, file=sys.stderr)
