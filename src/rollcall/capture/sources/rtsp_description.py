"""What an RTSP camera says of its streams (SDP), put right before rtspsrc reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["medias_of", "mend_description"]

_PROFILE = re.compile(r"RTP/S?AVPF?")
_FIRST_DYNAMIC = 96
"""From this number on a payload type means what an ``rtpmap`` says (RFC 3551, section 6)."""


def mend_description(description: Any) -> None:
    """Say what is said otherwise in the words that rtspsrc and the depayloaders know."""
    for media in medias_of(description):
        _name_profile(media)
        _name_format(media)
        _name_size(media)


def medias_of(description: Any) -> Iterator[Any]:
    """Return the streams of a description, in their order."""
    return (description.get_media(number) for number in range(description.medias_len()))


def _name_profile(media: Any) -> None:
    """Leave out how packets travel, which the transport says: RTP/AVP/TCP."""
    profile = _PROFILE.search((media.get_proto() or "").upper())
    if profile and profile[0] != media.get_proto():
        media.set_proto(profile[0])


def _name_format(media: Any) -> None:
    """Take the only format that is explained for the only one that is listed, where they differ."""
    explained = [text.split()[0] for text in _attributes(media, "rtpmap") if text.split()]
    listed = [media.get_format(place) for place in range(media.formats_len())]
    if len(explained) == len(listed) == 1 and explained != listed and _is_dynamic(listed[0]):
        media.remove_format(0)
        media.add_format(explained[0])


def _is_dynamic(payload_type: str) -> bool:
    return payload_type.isdecimal() and int(payload_type) >= _FIRST_DYNAMIC


def _name_size(media: Any) -> None:
    """Say how large a picture is.

    JPEG wider than 2040 pixels leaves it out of its packets (RFC 2435, section 3.1.5); cameras describe it by RFC 6064.
    """
    size = (media.get_attribute_val("framesize") or "").partition(" ")[2]
    if size and media.get_attribute_val("x-dimensions") is None:
        media.add_attribute("x-dimensions", size.strip().replace("-", ","))


def _attributes(media: Any, name: str) -> list[str]:
    found: list[str] = []
    while (value := media.get_attribute_val_n(name, len(found))) is not None:
        found.append(value)
    return found
