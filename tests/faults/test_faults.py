"""What happens to cameras behind port forwards happens here, to a real one, and each time it comes back by itself.

How quickly, `rollcall bench capture` measures; that it does, and that no other camera notices, is held here.
"""

from __future__ import annotations

import pytest

from rollcall.bench.capture.faults import FAULTS
from rollcall.bench.capture.stage import PASSWORD, set_up_stage
from rollcall.bench.capture.suffering import suffer
from rollcall.capture import StreamState

LONG_SECONDS = 4
SIZES = {"back in another size": (800, 448)}
CODECS = {"back in H.265": "H265"}


@pytest.fixture(scope="module")
def stage():
    with set_up_stage() as stage:
        yield stage


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=fault.name, marks=[pytest.mark.slow] if fault.seconds >= LONG_SECONDS else [])
        for fault in FAULTS
    ],
)
def test_a_camera_comes_back_and_no_other_notices(stage, fault):
    outcome = next(suffer(stage, fault))
    assert outcome.recovered is not None, stage.stream.status
    assert outcome.status.state is StreamState.LIVE
    assert outcome.size == SIZES.get(fault.name, (640, 360))
    assert outcome.status.codec == CODECS.get(fault.name, "H264")
    assert fault.told in " ".join(outcome.reasons)
    assert PASSWORD not in " ".join(outcome.reasons)
    assert outcome.bystander_reconnects == 0, [bystander.status for bystander in stage.bystanders]
