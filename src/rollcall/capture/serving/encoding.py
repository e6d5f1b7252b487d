"""The encoders of the local RTSP server, as lines of gst-launch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Codec", "Encoding", "payload_launch"]

Codec: TypeAlias = Literal["h264", "h265", "mjpeg"]

_NEVER = 2**63
"""Nanoseconds between two keyframes that a client asks for."""

_PAYLOADERS: dict[Codec, str] = {
    # config-interval=-1: parameter sets before each keyframe, so that a client can begin at any of them.
    "h264": "h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1",
    "h265": "h265parse ! rtph265pay name=pay0 pt=96 config-interval=-1",
    "mjpeg": "rtpjpegpay name=pay0 pt=26",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How frames are compressed, with an encoder that holds none of them back."""

    codec: Codec = "h264"
    keyframe_interval: int = 25
    """Frames from one keyframe to the next."""
    keyframes_at_need: bool = True
    """A new client is sent one at once, as by most cameras; else it waits for the next in turn."""
    kilobits_per_second: int = 2048
    """Not for MJPEG, whose size follows the picture."""
    preset: Literal["ultrafast", "veryfast"] = "ultrafast"
    """Of H.264 and H.265: ultrafast costs the least here; veryfast sends what cameras do, dearer to decode."""

    def launch(self) -> str:
        """Return the elements from raw video to RTP packets."""
        return f"{self.encoder_launch()} ! {payload_launch(self.codec)}"

    def encoder_launch(self) -> str:
        """Return the elements from raw to encoded video."""
        return f"videoconvert ! {self._encoder()}"

    def _encoder(self) -> str:
        if self.codec == "mjpeg":
            # RTP carries JPEG of YUV alone.
            return "video/x-raw,format=I420 ! jpegenc"
        limits = f"key-int-max={self.keyframe_interval} bitrate={self.kilobits_per_second}"
        if not self.keyframes_at_need:
            limits += f" min-force-key-unit-interval={_NEVER}"
        return {
            # One slice a picture, as cameras send it.
            "h264": f"video/x-raw,format=I420 ! x264enc tune=zerolatency speed-preset={self.preset} "
            f"sliced-threads=false {limits}",
            # x265's own messages would go to standard error.
            "h265": f"video/x-raw,format=I420 ! x265enc tune=zerolatency speed-preset={self.preset} "
            f"log-level=0 {limits}",
        }[self.codec]


def payload_launch(codec: Codec) -> str:
    """Return the elements from encoded video to RTP packets."""
    return _PAYLOADERS[codec]
