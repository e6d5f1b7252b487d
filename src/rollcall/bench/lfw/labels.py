"""Photos of LFW under a wrong name: what seems a mistake of the program there is one of the labels.

LFW's makers publish errata and leave the labels as they are, so figures are told both ways. Those here were found among
the nearest strangers and the farthest photos of one person, and each was then looked at: the same picture under two
names, two spellings of one name, maiden and married name, or plainly two people. What is only hard, by sunglasses,
grimace or age, is no mistake and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ["corrected_names"]

_TRUE_NAMES = {
    "Cristina_Fernandez_0001": "another than Cristina_Fernandez",
    "Cristina_Fernandez_0002": "Cristina_Kirchner",
    "Elisabeth_Schumacher_0001": "another than Elisabeth_Schumacher",
    "Janica_Kostelic_0001": "Anja_Paerson",
    "Jim_OBrien_0001": "another than Jim_OBrien",
    "Martha_Bowen_0002": "Gabrielle_Rose",
    "Nora_Bendijo_0001": "Flor_Montulo",
}
"""Photo -> who it shows."""

_SPELLINGS = {"Dai_Chul_Chyung": "Chyung_Dai-chul", "Hasan_Wirayuda": "Hassan_Wirajuda"}
"""Name -> the same person's other name."""


def corrected_names(photos: Iterable[tuple[str, Path]]) -> list[str]:
    """Return the true name for each name and photo."""
    return [_TRUE_NAMES.get(photo.stem, _SPELLINGS.get(name, name)) for name, photo in photos]
