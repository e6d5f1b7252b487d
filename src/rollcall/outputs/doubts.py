"""What is probably a slip of the pen in a rule: names that nobody and no camera bears."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from rollcall.config import AlertSettings
from rollcall.outputs.who import is_name

__all__ = ["doubts"]


def doubts(
    alerts: Sequence[AlertSettings], cameras: Collection[str], is_somebody: Callable[[str], bool]
) -> Iterator[str]:
    """Yield a line for each name in ``alerts`` that is unknown so far; people and cameras may still come."""
    for alert in alerts:
        for camera in alert.cameras:
            if camera not in cameras:
                yield f"alert '{alert.name}': no camera is called '{camera}' so far"
        for word in alert.who:
            if is_name(word) and not is_somebody(word):
                yield f"alert '{alert.name}': nobody is called '{word}' so far"
