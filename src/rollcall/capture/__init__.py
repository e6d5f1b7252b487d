"""Cameras and videos in; frames, encoded packets and a state in words out. The only room that speaks GStreamer."""

from rollcall.capture.backoff import RetryPolicy
from rollcall.capture.encoding import Encoding
from rollcall.capture.packets import Packet, PacketFormat, PacketSubscription
from rollcall.capture.recording import Recording
from rollcall.capture.rtsp_server import Account, RtspServer
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
