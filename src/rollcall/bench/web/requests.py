"""Programs that ask the API so many times a second, over connections that stay open."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlsplit

from rollcall.bench.live.figures import spread_of
from rollcall.bench.web.figures import Answers

__all__ = ["READS", "ask"]

READS = (
    "/api/v1/cameras",
    "/api/v1/sightings?limit=20",
    "/api/v1/people?limit=20",
    "/api/v1/sightings/count",
    "/health",
)
"""What pages ask for again and again."""
_CONNECTIONS = 16
_OK = 200


@dataclass
class _Tally:
    waits: list[float] = field(default_factory=list)
    failed: int = 0


async def ask(url: str, key: str, per_second: float, seconds: float) -> Answers:
    """Ask in turn for ``READS``, evenly spread over time and connections; what is late is asked at once."""
    tally, began = _Tally(), time.perf_counter()
    await asyncio.gather(
        *(
            _client(url, key, began + number / per_second, _CONNECTIONS / per_second, began + seconds, tally)
            for number in range(_CONNECTIONS)
        )
    )
    return Answers(per_second, len(tally.waits) / (time.perf_counter() - began), tally.failed, spread_of(tally.waits))


async def _client(url: str, key: str, due: float, step: float, end: float, tally: _Tally) -> None:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    for path in cycle(READS):
        if due > end:
            break
        await asyncio.sleep(max(due - time.perf_counter(), 0.0))
        # A client that cannot keep up asks less often, and does not make up for it afterwards.
        due = max(due + step, time.perf_counter())
        asked = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nX-API-Key: {key}\r\n\r\n".encode())
        status = await _status(reader)
        tally.waits.append(time.perf_counter() - asked)
        tally.failed += status != _OK
    writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    """Read one answer and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
    return int(head.split()[1])
