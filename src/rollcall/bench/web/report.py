"""The figures as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator

from rollcall.bench.web.figures import Shown, Watching, WebFigures

__all__ = ["rows_of"]


def rows_of(figures: WebFigures) -> Iterator[tuple[str, str]]:
    """Yield name and value of each line."""
    for shown in figures.shown:
        yield from _shown_rows(shown)
    if figures.watched:
        nobody = figures.watched[0]
        for watched in figures.watched:
            yield from _watched_rows(watched, nobody)


def _shown_rows(shown: Shown) -> Iterator[tuple[str, str]]:
    yield "", f"--- in Chromium, {shown.way}"
    yield "frames shown a second", f"{shown.shown_per_second:.1f}"
    yield "from the camera to the screen", f"p50 {1000 * shown.delay.p50:.0f} ms, p95 {1000 * shown.delay.p95:.0f} ms"
    if shown.box_error is not None:
        yield "boxes beside their frame", f"p50 {shown.box_error.p50:.1f}, p95 {shown.box_error.p95:.1f} frames"


def _watched_rows(watched: Watching, nobody: Watching) -> Iterator[tuple[str, str]]:
    asked = watched.answers.asked_per_second if watched.answers else 0
    rate, base = (sum(each.system.analysed_per_second) for each in (watched, nobody))
    cost, base_cost = (each.system.milliseconds_a_frame for each in (watched, nobody))
    yield "", f"--- {watched.viewers} viewers, {asked:.0f} requests a second"
    yield "analysed a second", f"{rate:.1f}, {rate / base - 1:+.0%}" if base else "nothing"
    yield "processor ms an analysed frame", f"{cost:.1f}; {base_cost:.1f} with nobody"
    if watched.viewers:
        extra = watched.web_processors - nobody.web_processors
        yield "pictures that the worst viewer got", f"{min(watched.pictures_per_second):.1f} a second"
        yield "server's processor", f"{extra:.1%}, {extra / watched.viewers:.2%} a viewer"
    if watched.answers is not None:
        wait = watched.answers.wait
        yield "answered a second; failed", f"{watched.answers.answered_per_second:.0f}; {watched.answers.failed}"
        yield "wait for an answer", f"p50 {1000 * wait.p50:.0f} ms, p95 {1000 * wait.p95:.0f} ms"
