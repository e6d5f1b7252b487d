"""What is probably a slip of the pen in a rule: names and tags that nobody and no camera bears."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rollcall.config import AlertSettings
from rollcall.outputs.who import has_tag, is_name, tag_of
from rollcall.store.people.people import People

__all__ = ["UnknownName", "unknown_cameras", "unknown_people"]


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a rule that is unknown so far; people and cameras may still come."""

    alert: str
    words: str

    def __str__(self) -> str:
        return f"alert '{self.alert}': {self.words}"


def unknown_cameras(alerts: Sequence[AlertSettings], cameras: Collection[str]) -> Iterator[UnknownName]:
    """Yield what ``alerts`` call a camera, and is none of ``cameras``."""
    for alert in alerts:
        for camera in alert.cameras:
            if camera not in cameras:
                yield UnknownName(alert.name, f"no camera is called '{camera}' so far")


def unknown_people(alerts: Sequence[AlertSettings], people: People) -> Iterator[UnknownName]:
    """Yield whom ``alerts`` name, and who is none of ``people``, nor a tag of theirs. Raises StoreError."""
    tags = people.tags()
    for alert in alerts:
        for word in alert.who:
            tag = tag_of(word)
            if tag is not None and not has_tag(tag, tags):
                yield UnknownName(alert.name, f"nobody has the tag '{tag}' so far")
            elif is_name(word) and not people.matching(word):
                yield UnknownName(alert.name, f"nobody is called '{word}' so far")
