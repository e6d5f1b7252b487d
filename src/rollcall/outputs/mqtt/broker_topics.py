"""What the broker keeps, and what to publish so that it keeps what it is to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["BrokerTopics"]

_GONE = b""
"""An empty message removes what a broker kept."""


class BrokerTopics:
    """Topics and messages as the broker has them, as far as is known."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes | None] = {}

    def find(self, topic: str) -> None:
        """Note that the broker keeps something under ``topic``; from before, where it is not ours of now."""
        self._kept.setdefault(topic, None)

    def clear(self) -> None:
        """Know nothing, as after a break."""
        self._kept.clear()

    def change_to(self, wanted: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
        """Yield what to publish so that the broker keeps ``wanted`` and nothing else of ours."""
        for topic in [topic for topic in self._kept if topic not in wanted]:
            del self._kept[topic]
            yield topic, _GONE
        for topic, payload in wanted.items():
            if self._kept.get(topic) != payload:
                self._kept[topic] = payload
                yield topic, payload
