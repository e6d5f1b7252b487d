"""One connection to one source: a GStreamer pipeline that is built, read and torn down, and never repaired."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from rollcall.capture.decoding.codecs import Codec, codec_of
from rollcall.capture.decoding.decoders import DecoderFailed, choose_decoder, make_decoder
from rollcall.capture.failures import failure_of
from rollcall.capture.gstreamer import Gst, make
from rollcall.capture.gstreamer.closing import close_pipeline
from rollcall.capture.gstreamer.samples import Sample, Sink
from rollcall.config import CaptureSettings
from rollcall.errors import CaptureError, SourceUnreachable, SourceUnsupported
from rollcall.redaction import SourceUrl

__all__ = ["EndOfVideo", "VideoPipeline"]

_PACKETS = 64
"""Access units held for the reader between two looks; at 60 frames a second there are three of them."""
_NOTHING_TO_DECODE = "no valid frames found"
"""How a decoder complains of an end before the first keyframe, which is none of its faults (gstvideodecoder.c)."""
_NO_AGREEMENT = "not-negotiated"
"""How the source of a pipeline says that two elements after it found no format that both can do: all but the decoder
take whatever there is."""
_ENDINGS = Gst.MessageType.ERROR | Gst.MessageType.EOS


class EndOfVideo(Exception):  # noqa: N818 - no error, the end
    """The source has come to its natural end."""


class VideoPipeline:
    r"""From a source's pad to decoded BGR samples and encoded access units.

    A source (``sources``) adds its elements by ``add`` and hands over the pad with the video by ``take``; from there
    it is the same for all:

        pad -> depayloader -> parser -> tee -> decoder -> videoconvert -> appsink: the newest frame
                                           \-> appsink: access units
    """

    def __init__(self, source: SourceUrl, settings: CaptureSettings, spurned: frozenset[str] = frozenset()) -> None:
        """``spurned``: decoders that are not tried again."""
        self.source = source
        self.settings = settings
        self.codec = ""
        """What the source sends, once it is known."""
        self.decoder = ""
        """The element that decodes it."""
        self._spurned = spurned
        self._gst = Gst.Pipeline()
        self._bus = self._gst.get_bus()
        self._failure: CaptureError | None = None
        self._ending: Gst.Message | None = None
        self._handlers: list[tuple[Gst.Element, int]] = []
        self._endings: list[Callable[[], None]] = []
        self._chores: list[Callable[[], None]] = []
        self._decoding: Gst.Element | None = None
        self._paced = False
        sink = {"max_buffers": 1, "drop": True, "sync": False, "enable_last_sample": False}
        self._frames = make("appsink", caps="video/x-raw,format=BGR", **sink)
        # The pipeline shall not wait for encoded video to begin: raw sources have none.
        self._packets = make("appsink", **sink | {"max_buffers": _PACKETS, "async": False})
        self._frame_sink, self._packet_sink = Sink(self._frames), Sink(self._packets)

    def start(self) -> None:
        """Begin to connect; what comes of it shows in ``poll``."""
        self._gst.set_state(Gst.State.PLAYING)

    def pace(self) -> None:
        """Hold each frame until it is due, and let none out: a file has no speed of its own."""
        self._paced = True
        self._frames.set_property("sync", True)
        self._frames.set_property("drop", False)

    def rewind(self) -> None:
        """Begin again from the start of a file."""
        self._gst.seek_simple(Gst.Format.TIME, Gst.SeekFlags.FLUSH | Gst.SeekFlags.KEY_UNIT, 0)

    def poll(self, timeout_seconds: float) -> Sample | None:
        """Return the newest decoded sample that was not returned yet, or None if none came in time.

        Raises CaptureError where the connection is broken and EndOfVideo where the video is over.
        """
        if self.codec:
            for chore in self._chores:
                chore()
        until = time.monotonic() + timeout_seconds
        sample = self._frame_sink.pull(timeout_seconds)
        # Before there is video the sink answers at once; to ask it again and again would take a whole processor.
        self._look_at_bus(max(until - time.monotonic(), 0.0) if sample is None else 0.0)
        if sample is None:
            self._raise_ending()
        return sample

    def packets(self) -> list[Sample]:
        """Return the access units that came since the last call, in the order of decoding."""
        return list(iter(self._packet_sink.pull, None))

    def close(self) -> None:
        """Tear everything down; the object is of no use afterwards."""
        for ending in self._endings:
            ending()
        close_pipeline(self._gst, str(self.source))
        for element, handler in self._handlers:
            element.disconnect(handler)
        self._handlers.clear()
        self._chores.clear()
        # Messages hold references to the elements that sent them.
        self._bus.set_flushing(True)

    def add(self, *elements: Gst.Element) -> None:
        """Add elements, link each to the next and bring them to the state of the pipeline."""
        for element in elements:
            self._gst.add(element)
        for first, second in pairwise(elements):
            if not first.link(second):
                raise SourceUnsupported(f"{self.source}: GStreamer cannot link {first.name} to {second.name}.")
        for element in reversed(elements):
            element.sync_state_with_parent()

    def listen(self, element: Gst.Element, signal: str, handler: Any) -> None:
        """Connect a signal for as long as this pipeline lives."""
        self._handlers.append((element, element.connect(signal, handler)))

    def at_end(self, ending: Callable[[], None]) -> None:
        """Call ``ending`` when this pipeline is closed."""
        self._endings.append(ending)

    def at_look(self, chore: Callable[[], None]) -> None:
        """Call ``chore`` at each look for a picture, once video arrives."""
        self._chores.append(chore)

    def fail(self, error: CaptureError) -> None:
        """Note, from any thread, why this connection is of no use; ``poll`` raises the first such error."""
        self._failure = self._failure or error

    def take(self, pad: Gst.Pad) -> None:
        """Continue from ``pad``, which carries RTP, encoded or raw video; later pads are left alone."""
        if self.codec:
            return
        structure = (pad.get_current_caps() or pad.query_caps()).get_structure(0)
        try:
            self._take(pad, structure)
        except CaptureError as error:
            self.fail(error)

    def _take(self, pad: Gst.Pad, structure: Gst.Structure) -> None:
        codec = codec_of(structure)
        if codec is not None:
            self.codec = codec.name
            self._connect(pad, self._parsed(codec, rtp=structure.get_name().startswith("application/")))
        elif structure.get_name() == "video/x-raw":
            self.codec = "raw"
            self._connect(pad, self._decoded())
        else:
            self.codec = str(structure.get_value("encoding-name") or structure.get_name().removeprefix("video/x-"))
            self._connect(pad, self._decoded_by_any())

    def _parsed(self, codec: Codec, *, rtp: bool) -> Gst.Element:
        """Return the element that the video of a known codec goes into, as RTP or as it is."""
        parser = make(codec.parser)
        if parser.find_property("config-interval") is not None:
            # Parameter sets before each keyframe: whoever joins later, joins there.
            parser.set_property("config-interval", -1)
        chain = [parser, make("capsfilter", caps=codec.parsed or codec.media), self._encoded(codec)]
        if rtp:
            chain[:0] = [make(codec.depayloader), make("capsfilter", caps=codec.depayloaded or codec.media)]
        self.add(*chain)
        return chain[0]

    def _encoded(self, codec: Codec) -> Gst.Element:
        """Return the element that encoded video goes into: to the decoder and to the sink of access units."""
        self.decoder = choose_decoder(codec, self.settings, self._spurned)
        tee = make("tee")
        self._decoding = make_decoder(self.decoder, self.settings)
        self.add(tee)
        self.add(self._packets)
        self.add(self._decoding)
        self._decoding.link(self._decoded())
        tee.link(self._packets)
        tee.link(self._decoding)
        return tee

    def _decoded(self) -> Gst.Element:
        """Return the element that raw video goes into."""
        # A phone's film says in a tag which side is up; cameras do not.
        chain = [make("videoflip", video_direction="auto")] if self._paced else []
        chain += [make("videoconvert"), self._frames]
        self.add(*chain)
        return chain[0]

    def _decoded_by_any(self) -> Gst.Element:
        """Return an element that decodes whatever GStreamer can, for the rare codecs of files."""
        decode, raw = make("decodebin"), self._decoded()
        self.listen(decode, "pad-added", lambda _decode, pad: pad.link(raw.get_static_pad("sink")))
        self.add(decode)
        self.decoder = "decodebin"
        return decode

    def _connect(self, pad: Gst.Pad, element: Gst.Element) -> None:
        if pad.link(element.get_static_pad("sink")) is not Gst.PadLinkReturn.OK:
            raise SourceUnsupported(f"{self.source} sends {self.codec} in a form that cannot be decoded here.")

    def _look_at_bus(self, timeout_seconds: float) -> None:
        """Note how GStreamer came to its end, and drop all else that it says: a bus keeps what nobody takes."""
        if self._ending is None:
            self._ending = self._bus.timed_pop_filtered(int(timeout_seconds * Gst.SECOND), _ENDINGS)

    def _raise_ending(self) -> None:
        # In this order: what was noted before GStreamer came to its own end tells more.
        if self._failure is not None:
            raise self._failure
        ending, self._ending = self._ending, None
        if ending is None:
            return
        if ending.type != Gst.MessageType.ERROR:
            raise EndOfVideo
        raise self._failure_in(ending)

    def _failure_in(self, message: Gst.Message) -> CaptureError:
        error, debug = message.parse_error()
        if _NOTHING_TO_DECODE in debug:
            return SourceUnreachable(f"{self.source} ended the video before its first picture.")
        if message.src is self._decoding:
            return DecoderFailed(self.decoder, error.message)
        if self._decoding is not None and _NO_AGREEMENT in debug:
            return DecoderFailed(self.decoder, f"it does not take this kind of {self.codec}")
        return failure_of(message, self.source)
