"""Which element decodes: the one that is asked for, else hardware that works here, else software."""

from __future__ import annotations

from functools import cache

from rollcall.capture.decoding.codecs import Codec
from rollcall.capture.gstreamer import Gst, has_element, make
from rollcall.config import CaptureSettings
from rollcall.errors import SourceUnreachable, SourceUnsupported

__all__ = ["DecoderFailed", "choose_decoder", "make_decoder"]


class DecoderFailed(SourceUnreachable):
    """A decoder could not go on; another one may."""

    def __init__(self, decoder: str, reason: str) -> None:
        super().__init__(f"The decoder {decoder} failed ({reason}).")
        self.decoder = decoder


def choose_decoder(codec: Codec, settings: CaptureSettings, spurned: frozenset[str] = frozenset()) -> str:
    """Return the name of the element that decodes ``codec``; not one of ``spurned``, which have failed before.

    Raises SourceUnsupported where there is none.
    """
    asked = settings.decoder
    if asked is not None and not has_element(asked):
        raise SourceUnsupported(f"There is no decoder '{asked}' here. 'gst-inspect-1.0' lists those there are.")
    # One decoder is asked for and cameras differ: it stands for its own codec only.
    if asked is not None and asked not in spurned and _accepts(asked, codec):
        return asked
    here = [name for name in codec.decoders if _opens(name)]
    if not here:
        raise SourceUnsupported(
            f"{codec.name} cannot be decoded here. Install GStreamer's plugin with the element '{codec.software[0]}'."
        )
    # Where all have failed, it was the video's fault, and the first choice is as good as any.
    return next((name for name in here if name not in spurned), here[0])


def make_decoder(name: str, settings: CaptureSettings) -> Gst.Element:
    """Return the decoder ``name``, set up for a camera: few threads, no end through errors, no damaged pictures."""
    wanted = {"max-threads": settings.decoder_threads, "max-errors": -1, "output-corrupt": False}
    decoder = make(name)
    for key, value in wanted.items():
        if decoder.find_property(key) is not None:
            decoder.set_property(key, value)
    return decoder


def _accepts(name: str, codec: Codec) -> bool:
    return bool(Gst.ElementFactory.find(name).can_sink_any_caps(Gst.Caps.from_string(codec.media)))


@cache
def _opens(name: str) -> bool:
    """Return whether the element is here and its device can be opened."""
    if not has_element(name):
        return False
    element = make(name)
    opened = element.set_state(Gst.State.READY) is not Gst.StateChangeReturn.FAILURE
    element.set_state(Gst.State.NULL)
    return bool(opened)
