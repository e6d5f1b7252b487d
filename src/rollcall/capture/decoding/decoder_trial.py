"""Whether a decoder decodes, found out by letting it: an element that is here may lack its driver or its device."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files

from rollcall.capture.decoding.codecs import CODECS, Codec
from rollcall.capture.gstreamer import GLib, Gst, has_element
from rollcall.capture.gstreamer.samples import Sink, image_of
from rollcall.model import Image

__all__ = ["DecoderTrial", "try_decoders"]

_TRIAL_SECONDS = 5.0
_WHITE = 180
"""The first bar of the test picture is white; a faulty driver gives black or green."""
_CORNER = 16
"""Pixels a side that are looked at."""


@dataclass(frozen=True, slots=True)
class DecoderTrial:
    """What came of letting one decoder decode."""

    codec: str
    decoder: str
    hardware: bool
    fault: str
    """Why it cannot be used; empty where it can."""


def try_decoders() -> Iterator[DecoderTrial]:
    """Try every decoder that is installed, for each codec the preferred first."""
    for codec in CODECS.values():
        for decoder in codec.decoders:
            if has_element(decoder):
                yield DecoderTrial(codec.name, decoder, decoder in codec.hardware, _fault(codec, decoder))


def _fault(codec: Codec, decoder: str) -> str:
    """Let ``decoder`` decode the picture in ``trials`` and return what is wrong with what came."""
    with as_file(files("rollcall.capture.decoding") / "trials" / f"{codec.name}.mkv") as film:
        try:
            pipeline = Gst.parse_launch(
                f"filesrc name=film ! matroskademux ! {codec.parser} ! {decoder} ! videoconvert ! "
                "appsink name=frames caps=video/x-raw,format=BGR sync=false"
            )
        except GLib.Error as error:
            return str(error.message)
        pipeline.get_by_name("film").set_property("location", str(film))
        try:
            pipeline.set_state(Gst.State.PLAYING)
            sample = Sink(pipeline.get_by_name("frames")).pull(_TRIAL_SECONDS)
            return _why_none(pipeline) if sample is None else _fault_of(image_of(sample))
        finally:
            pipeline.set_state(Gst.State.NULL)


def _why_none(pipeline: Gst.Pipeline) -> str:
    message = pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR)
    return f"no picture came in {_TRIAL_SECONDS:g} s" if message is None else str(message.parse_error()[0].message)


def _fault_of(image: Image) -> str:
    return "" if image[:_CORNER, :_CORNER].min() > _WHITE else "the picture has wrong colours"
