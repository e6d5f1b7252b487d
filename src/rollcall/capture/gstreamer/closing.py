"""Taking a pipeline down, also one that has locked itself up: the watch over a camera must go on whatever it held."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

from rollcall.capture.gstreamer import Gst

__all__ = ["close_pipeline"]

_PATIENCE_SECONDS = 3.0
"""A connection is closed within milliseconds, and within a second where the camera does not answer its farewell."""
_WAITING_ELEMENT = "rtpjitterbuffer"

_log = logging.getLogger(__name__)


def close_pipeline(pipeline: Gst.Pipeline, what: str, *, patience_seconds: float = _PATIENCE_SECONDS) -> bool:
    """Bring ``pipeline`` to its end and return whether it got there; ``what`` it read is for the log.

    GStreamer 1.22 can take long here. Packets of chance keep its jitter buffer at work, and rtspsrc waits for that:
    for three to fifteen seconds on a busy machine. Or it locks itself up: a sender's goodbye waits for the jitter
    buffer, which waits for its timer, and rtspsrc waits for both. Told to flush, the jitter buffer lets go. A pipeline
    that is not ended even so is left behind with its threads, which end when they can: waiting for it would leave the
    camera dead.
    """
    closing = threading.Thread(target=pipeline.set_state, args=(Gst.State.NULL,), name="closing", daemon=True)
    closing.start()
    closing.join(patience_seconds)
    if closing.is_alive():
        for pad in _waiting_pads(pipeline):
            pad.send_event(Gst.Event.new_flush_start())
        closing.join(patience_seconds)
    if closing.is_alive():
        _log.warning("a former connection to %s cannot be closed and is left behind", what)
        return False
    return True


def _waiting_pads(pipeline: Gst.Pipeline) -> Iterator[Gst.Pad]:
    elements = pipeline.iterate_recurse()
    while True:
        result, element = elements.next()
        if result is not Gst.IteratorResult.OK:
            return
        factory = element.get_factory()
        if factory is not None and factory.get_name() == _WAITING_ELEMENT:
            yield element.get_static_pad("sink")
