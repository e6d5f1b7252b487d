"""Measure speed and accuracy, peers beside us."""

from __future__ import annotations

import click

from rollcall.cli.lazy import LazyGroup

__all__ = ["command"]

_BENCHMARKS: dict[str, str] = {
    "lfw": "rollcall.bench.lfw.command",
    "capture": "rollcall.bench.capture.command",
    "live": "rollcall.bench.live.command",
    "vision": "rollcall.bench.vision.command",
    "dlib": "rollcall.bench.dlib",
    "identity": "rollcall.bench.identity.command",
    "index": "rollcall.bench.index.command",
    "tracking": "rollcall.bench.tracking",
    "soak": "rollcall.bench.soak.command",
    "store": "rollcall.bench.store",
    "web": "rollcall.bench.web.command",
}


@click.group("bench", cls=LazyGroup, modules=_BENCHMARKS)
def command() -> None:
    """Measure speed and accuracy, peers beside us in the same run."""
