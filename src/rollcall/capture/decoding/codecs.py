"""The codecs that cameras send, and the elements that undo them."""

from __future__ import annotations

from dataclasses import dataclass

from rollcall.capture.gstreamer import Gst

__all__ = ["CODECS", "Codec", "codec_of"]


@dataclass(frozen=True, slots=True)
class Codec:
    """One codec: what it is called in SDP and in GStreamer's caps, and which elements speak it."""

    name: str
    """The encoding name of RTP."""
    media: str
    """The media type of caps."""
    depayloader: str
    depayloaded: str = ""
    """Caps that the depayloader is asked for: whole pictures. As a byte stream it hands over single slices, and the
    parser of GStreamer 1.22 then takes the slices of one picture for several."""
    parser: str = "identity"
    parsed: str = ""
    """Caps that the parser is asked for: whole pictures, parameter sets within them."""
    hardware: tuple[str, ...] = ()
    """Decoders on a GPU or a video unit, the preferred first."""
    software: tuple[str, ...] = ()

    @property
    def decoders(self) -> tuple[str, ...]:
        """All of them, the preferred first."""
        return (*self.hardware, *self.software)


_CODECS = (
    Codec(
        "H264",
        "video/x-h264",
        "rtph264depay",
        "video/x-h264,stream-format=avc,alignment=au",
        "h264parse",
        "video/x-h264,stream-format=byte-stream,alignment=au",
        hardware=("vah264dec", "qsvh264dec", "nvh264dec", "d3d11h264dec", "vtdec_hw", "v4l2h264dec"),
        software=("avdec_h264", "openh264dec"),
    ),
    Codec(
        "H265",
        "video/x-h265",
        "rtph265depay",
        "video/x-h265,stream-format=hvc1,alignment=au",
        "h265parse",
        "video/x-h265,stream-format=byte-stream,alignment=au",
        hardware=("vah265dec", "qsvh265dec", "nvh265dec", "d3d11h265dec", "vtdec_hw", "v4l2h265dec"),
        software=("avdec_h265", "libde265dec"),
    ),
    Codec("JPEG", "image/jpeg", "rtpjpegdepay", software=("jpegdec", "avdec_mjpeg")),
    Codec("MP4V-ES", "video/mpeg", "rtpmp4vdepay", parser="mpeg4videoparse", software=("avdec_mpeg4",)),
    Codec("VP8", "video/x-vp8", "rtpvp8depay", software=("vp8dec", "avdec_vp8")),
    Codec("VP9", "video/x-vp9", "rtpvp9depay", software=("vp9dec", "avdec_vp9")),
)
CODECS = {codec.name: codec for codec in _CODECS}
"""By encoding name."""
_STATIC = {26: "JPEG"}
"""Payload types that need no name (RFC 3551, section 6); cameras make use of one."""
# video/mpeg is MPEG-1, 2 and 4; in a file, decodebin tells them apart.
_BY_MEDIA = {codec.media: codec for codec in _CODECS if codec.media != "video/mpeg"}


def codec_of(structure: Gst.Structure) -> Codec | None:
    """Return the codec of RTP or encoded caps, or None where it is none that cameras send."""
    if structure.get_name().startswith("application/x-"):
        name = structure.get_value("encoding-name") or _STATIC.get(structure.get_value("payload"))
        return CODECS.get(str(name).upper())
    return _BY_MEDIA.get(structure.get_name())
