"""Labelled sequences of faces: the detector's boxes, and whose each is (LTFT, IJCB 2020)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rollcall.errors import ConfigError
from rollcall.model import Face

__all__ = ["RATES", "LabelledFace", "LabelledFrame", "LabelledSequence", "Rate", "read_sequences"]

_FRAME_RATE = re.compile(r"^\| *(?P<name>[\w-]+) *\| *\d+ *\| *(?P<fps>[\d.]+) *\|", re.MULTILINE)
"""A line of the table in the folder's README: file, frames, frames a second."""
_USUAL_FRAME_RATE = 30.0
_NUMBERS_A_FACE = 7


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFace:
    """One face as the detector found it."""

    face: Face
    person: int
    is_face: bool
    """False for a false alarm and for a box that holds several faces: those are followed, but not scored."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFrame:
    """All faces of one frame."""

    time: float
    faces: tuple[LabelledFace, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSequence:
    """One video's faces."""

    name: str
    frames: tuple[LabelledFrame, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """Which frames a tracker gets to see: a column of the results."""

    step: int
    jitter: bool

    def __str__(self) -> str:
        return f"1/{self.step}{' jitter' if self.jitter else ''}"

    def choose(self, frames: Sequence[LabelledFrame]) -> tuple[LabelledFrame, ...]:
        """Return every ``step``-th frame; with jitter each gap is drawn from 1 .. 2 ``step``, the same each time."""
        if not self.jitter:
            return tuple(frames[:: self.step])
        gaps = np.random.default_rng(self.step).integers(1, 2 * self.step, len(frames), endpoint=True)
        places = np.cumsum(gaps) - gaps[0]
        return tuple(frames[place] for place in places[places < len(frames)].tolist())


RATES = tuple(Rate(step, jitter) for step in (1, 3, 6) for jitter in (False, True))


def read_sequences(folder: Path) -> list[LabelledSequence]:
    """Return the sequences of the folder's ``.txt`` files, by name.

    Raises ConfigError where there is none, or one cannot be read.
    """
    readme = folder / "README.md"
    rates = {
        row["name"]: float(row["fps"]) for row in _FRAME_RATE.finditer(readme.read_text() if readme.is_file() else "")
    }
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise ConfigError(f"'{folder}' has no sequences; it should hold LTFT's annotations as .txt files.")
    return [_read(path, rates.get(path.stem, _USUAL_FRAME_RATE)) for path in paths]


def _read(path: Path, fps: float) -> LabelledSequence:
    try:
        _, *lines = path.read_text().splitlines()
        return LabelledSequence(path.stem, tuple(_frame(line.split(), fps) for line in lines if line.strip()))
    except ValueError as error:
        raise ConfigError(f"'{path}' is no sequence of faces: {error}.") from error


def _frame(words: list[str], fps: float) -> LabelledFrame:
    number, count, *rest = words
    rows = np.array(rest, np.float64).reshape(int(count), _NUMBERS_A_FACE)
    return LabelledFrame(int(number) / fps, tuple(_face(*row) for row in rows.tolist()))


def _face(person: float, x: float, y: float, width: float, height: float, is_face: float, score: float) -> LabelledFace:
    box = np.array([x, y, x + width, y + height], np.float32)
    # Tracking does not look at landmarks, and the data has none.
    face = Face(box=box, landmarks=np.zeros((5, 2), np.float32), score=score)
    return LabelledFace(face, int(person), bool(is_face))
