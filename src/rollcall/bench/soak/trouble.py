"""What happens to the program while it soaks: one trouble after the other, each healed before the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

from rollcall.bench.capture.proxy import FaultProxy
from rollcall.bench.soak.receiver import WebhookReceiver

__all__ = ["Trouble", "troubles"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that goes wrong for a while."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]


def troubles(network: FaultProxy, receiver: WebhookReceiver) -> Iterator[Trouble]:
    """Yield one trouble after the other, without end."""
    return cycle(
        (
            Trouble("connection cut", network.cut, network.heal),
            Trouble("receiver down", receiver.down, receiver.up),
            Trouble("camera gone", network.refuse, network.heal),
            Trouble("camera stalls", network.stall, lambda: network.heal(dropping=True)),
            Trouble("bytes corrupted", lambda: network.corrupt(0.001), network.heal),
        )
    )
