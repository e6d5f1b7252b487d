"""Nothing is left behind by a connection: `rollcall bench capture` does this a thousand times."""

from __future__ import annotations

import sys

import pytest

from rollcall.bench.capture.reconnects import reconnect

_WARM_UP = 8
"""Connections in which caches fill and threads of pools come about."""
_MEGABYTES = 20
"""Of noise in what the allocator gives back."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="counts threads and descriptors in /proc")
def test_reconnects_leave_no_thread_descriptor_or_memory_behind():
    footprints = list(reconnect(40))[_WARM_UP:]
    early, late = footprints[: len(footprints) // 2], footprints[len(footprints) // 2 :]
    assert max(footprint.threads for footprint in late) <= max(footprint.threads for footprint in early) + 1
    assert max(footprint.descriptors for footprint in late) <= max(footprint.descriptors for footprint in early) + 2
    assert late[-1].megabytes < early[0].megabytes + _MEGABYTES
