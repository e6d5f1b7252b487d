"""Cameras and videos in; frames, encoded packets and a state in words out. The only room that speaks GStreamer.

``stream`` is the whole of one camera, and its parts lie beside it. What they stand on has rooms of its own: ``sources``
(each kind), ``decoding``, ``gstreamer``; and ``discovery`` finds cameras, ``serving`` plays some.
"""

from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.packets import Packet, PacketFormat, PacketSubscription
from rollcall.capture.serving.encoding import Encoding
from rollcall.capture.serving.recording import Recording
from rollcall.capture.serving.rtsp_server import Account, RtspServer
from rollcall.capture.status import StreamState, StreamStatus
from rollcall.capture.stream import CameraStream

__all__ = [
    "Account",
    "CameraStream",
    "Encoding",
    "Packet",
    "PacketFormat",
    "PacketSubscription",
    "Recording",
    "RetryPolicy",
    "RtspServer",
    "StreamState",
    "StreamStatus",
]
