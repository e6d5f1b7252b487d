"""How far something is that takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["progress"]


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar for the length of a block; what it gives is told how much is done of how much, None if unknown."""
    with click.progressbar(label=label, length=1) as bar:

        def show(done: int, of: int | None) -> None:
            bar.length = max(of or done, 1)
            bar.update(done - bar.pos)

        yield show
