"""A calibration in plain words and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from rollcall.identity.calibration.calibration import Calibration
from rollcall.identity.calibration.lookalikes import Lookalikes
from rollcall.identity.metric import Metric

__all__ = ["draw_calibration", "tell_calibration"]

_WIDTH, _HEIGHT, _EDGE = 720, 320, 40
_BARS = 40
_OWN, _OTHER, _LINE = "#2a7f3f", "#c0602a", "#222222"


def tell_calibration(calibration: Calibration) -> tuple[str, ...]:
    """Return the findings as lines of plain words, the proposal first."""
    return (
        *_tell_proposal(calibration),
        *_tell_people(calibration),
        *_tell_lookalikes(calibration),
        *_tell_photos(calibration),
    )


def draw_calibration(calibration: Calibration) -> str:
    """Return an SVG: how near photos are to their own person and to the nearest other one, with the threshold."""
    metric = calibration.metric
    own = [metric.to_score(score.own) for score in calibration.scores if score.own is not None]
    other = [metric.to_score(score.other) for score in calibration.scores if score.other is not None]
    everything = [*own, *other, calibration.threshold]
    low, high = min(everything) - 0.05, max(everything) + 0.05
    x = _x(calibration.threshold, low, high)
    label = f"threshold {calibration.threshold:.2f}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
            ' font-size="13">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
            *_bars(other, low, high, _OTHER),
            *_bars(own, low, high, _OWN),
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_EDGE}" y2="{_HEIGHT - _EDGE}" stroke="{_LINE}" stroke-width="2"/>',
            f'<text x="{x + 4:.1f}" y="{_EDGE - 6}" fill="{_LINE}">{escape(label)}</text>',
            *_axis(low, high),
            f'<text x="{_EDGE}" y="16" fill="{_OWN}">to other photos of the same person</text>',
            f'<text x="{_EDGE + 260}" y="16" fill="{_OTHER}">to the nearest other person</text>',
            "</svg>",
        ]
    )


def _tell_proposal(calibration: Calibration) -> list[str]:
    least = "at least" if calibration.metric is Metric.COSINE else "at most"
    lines = [
        f"Proposed for {calibration.people} people, so that {calibration.rate:.2%} of strangers get a name:",
        f"  threshold {calibration.threshold:.2f} ({calibration.metric}, {least}), margin {calibration.margin:.2f}",
    ]
    if calibration.missed is not None:
        lines.append(
            f"  {calibration.missed:.1%} of the gallery's own photos would not be recognised by the others, seen alone;"
            " over a stay of some seconds several faces decide together."
        )
    return lines


def _tell_people(calibration: Calibration) -> list[str]:
    alone = [score.person for score in calibration.scores if score.own is None]
    if not alone:
        return []
    names = ", ".join(alone[:5]) + (f" and {len(alone) - 5} others" if len(alone) > 5 else "")
    return [f"One photo only, which nothing can be checked against: {names}. Two or three more from other days help."]


def _tell_lookalikes(calibration: Calibration) -> list[str]:
    pairs = [pair for pair in calibration.lookalikes if pair.confusable]
    if pairs:
        return [
            "Alike enough to be confused; more photos of both help, unless they are one person:",
            *(f"  {_tell_pair(pair)}" for pair in pairs),
        ]
    nearest = calibration.lookalikes[:1]
    return [f"Nobody is alike enough to be confused; the nearest are {_tell_pair(pair)}." for pair in nearest]


def _tell_pair(pair: Lookalikes) -> str:
    return f"{pair.first} and {pair.second} ({pair.score:.2f})"


def _tell_photos(calibration: Calibration) -> list[str]:
    if not calibration.doubtful:
        return ["No photo looks wrong."]
    return ["Photos to look at:", *(f"  {photo.score.photo}: {photo.words}" for photo in calibration.doubtful)]


def _bars(values: Sequence[float], low: float, high: float, colour: str) -> list[str]:
    counts, edges = np.histogram(values, bins=_BARS, range=(low, high))
    tallest = max(int(counts.max()), 1)
    room = _HEIGHT - 2 * _EDGE
    width = (_WIDTH - 2 * _EDGE) / _BARS
    return [
        f'<rect x="{_x(edge, low, high):.1f}" y="{_HEIGHT - _EDGE - room * count / tallest:.1f}" width="{width:.1f}"'
        f' height="{room * count / tallest:.1f}" fill="{colour}" fill-opacity="0.6"/>'
        for count, edge in zip(counts.tolist(), edges[:-1].tolist(), strict=True)
        if count
    ]


def _axis(low: float, high: float) -> list[str]:
    # Adding nothing turns -0.0 into 0.0.
    ticks = np.round(np.arange(np.ceil(low * 10) / 10, high, 0.1), 1) + 0.0
    bottom = _HEIGHT - _EDGE
    return [
        f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="{bottom}" y2="{bottom}" stroke="{_LINE}"/>',
        *(
            f'<text x="{_x(float(tick), low, high):.1f}" y="{bottom + 18}" text-anchor="middle">{tick:.1f}</text>'
            for tick in ticks
        ),
    ]


def _x(value: float, low: float, high: float) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * (value - low) / (high - low)
