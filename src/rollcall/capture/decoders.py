"""Which element decodes: the one that is asked for, else hardware that works here, else software."""

from __future__ import annotations

from functools import cache

from rollcall.capture.codecs import Codec
from rollcall.capture.gstreamer import Gst, has_element, make
from rollcall.config import CaptureSettings
from rollcall.errors import SourceUnsupported

__all__ = ["choose_decoder", "make_decoder"]


def choose_decoder(codec: Codec, settings: CaptureSettings, spurned: frozenset[str] = frozenset()) -> str:
    """Return the name of the element that decodes ``codec``; not one of ``spurned``, which have failed before.

    Raises SourceUnsupported where there is none.
    """
    if settings.decoder and settings.decoder in (*codec.hardware, *codec.software):
        return settings.decoder
    for name in (*codec.hardware, *codec.software):
        if name not in spurned and _works(name):
            return name
    raise SourceUnsupported(f"{codec.name} cannot be decoded here; install GStreamer's plugin '{codec.software[0]}'")


def make_decoder(name: str, settings: CaptureSettings) -> Gst.Element:
    """Return the decoder ``name``, with as many threads as the settings give it."""
    decoder = make(name)
    if decoder.find_property("max-threads") is not None:
        decoder.set_property("max-threads", settings.decoder_threads)
    return decoder


@cache
def _works(name: str) -> bool:
    """Return whether the element is here and its device can be opened."""
    if not has_element(name):
        return False
    element = make(name)
    opened = element.set_state(Gst.State.READY) is not Gst.StateChangeReturn.FAILURE
    element.set_state(Gst.State.NULL)
    return bool(opened)
