"""A network that fails on purpose: a TCP proxy that cuts, stalls, delays, throttles, corrupts and refuses."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

__all__ = ["FaultProxy"]

_CHUNK = 16 * 1024
_HOST = "127.0.0.1"


@dataclass
class _Weather:
    """What the network does at present."""

    jitter_seconds: float = 0.0
    bytes_per_second: float = float("inf")
    corrupt_share: float = 0.0
    rewrite: tuple[bytes, bytes] | None = None
    flowing: asyncio.Event = field(default_factory=asyncio.Event)


class FaultProxy:
    """Stands between a client and ``target_port`` of this machine; a context manager. Every fault lasts until ``heal``.

    It runs in a thread of its own; its methods may be called from any.
    """

    def __init__(self, target_port: int, seed: int = 1) -> None:
        self.target_port = target_port
        """Where new connections go."""
        self._random = random.Random(seed)  # noqa: S311 - faults, no secrets
        self._loop = asyncio.new_event_loop()
        self._weather = _Weather()
        self._weather.flowing.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.connections = 0
        """Connections accepted so far."""
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy", daemon=True)
        self._thread.start()
        self.port = 0
        self._call(self._listen())

    def cut(self) -> None:
        """Break every connection there is; new ones are accepted."""
        self._loop.call_soon_threadsafe(self._abort)

    def refuse(self) -> None:
        """Break every connection and close the port."""
        self._call(self._close_port())
        self.cut()

    def stall(self) -> None:
        """Pass nothing on, in the middle of whatever it is, and close nothing; new connections get no answer either."""
        self._loop.call_soon_threadsafe(self._weather.flowing.clear)

    def delay(self, jitter_seconds: float) -> None:
        """Hold each piece for a random time up to this; their order stays, as over TCP."""
        self._weather.jitter_seconds = jitter_seconds

    def throttle(self, bytes_per_second: float) -> None:
        """Let no more than this through."""
        self._weather.bytes_per_second = bytes_per_second

    def corrupt(self, share: float) -> None:
        """Change this share of the bytes of the video, headers of its packets included."""
        self._weather.corrupt_share = share

    def rewrite(self, old: bytes, new: bytes) -> None:
        """Replace ``old`` by ``new``, of the same length, in what the camera answers."""
        self._weather.rewrite = (old, new)

    def heal(self, *, dropping: bool = False) -> None:
        """End every fault; ``dropping``: break the connections that stood in it, as a rebooted router does."""
        if dropping:
            self.cut()
        self._loop.call_soon_threadsafe(self._heal)
        if self._server is None:
            self._call(self._listen())

    def close(self) -> None:
        """End the network."""
        self.refuse()
        self._loop.call_soon_threadsafe(self._weather.flowing.set)
        self._loop.call_soon_threadsafe(self._loop.call_later, 0.05, self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> FaultProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(self, coroutine: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, _HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close_port(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _abort(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    def _heal(self) -> None:
        flowing = self._weather.flowing
        self._weather = _Weather(flowing=flowing)
        flowing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            await self._weather.flowing.wait()
            camera_reader, camera_writer = await asyncio.open_connection(_HOST, self.target_port)
            self._writers.add(camera_writer)
            try:
                up = asyncio.create_task(self._pass(reader, camera_writer, _unchanged))
                down = asyncio.create_task(self._pass(camera_reader, writer, self._spoil))
                _done, pending = await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
                for task in pending:
                    task.cancel()
            finally:
                self._writers.discard(camera_writer)
                camera_writer.transport.abort()
        except OSError:
            pass
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, change: Callable[[bytes], bytes]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                await self._weather.flowing.wait()
                weather = self._weather
                pause = self._random.uniform(0, weather.jitter_seconds) + len(data) / weather.bytes_per_second
                if pause:
                    await asyncio.sleep(pause)
                    await self._weather.flowing.wait()
                writer.write(change(data))
                await writer.drain()

    def _spoil(self, data: bytes) -> bytes:
        weather = self._weather
        if weather.rewrite is not None:
            data = data.replace(*weather.rewrite)
        # A damaged handshake is a refused connection, which is a fault of its own.
        if not weather.corrupt_share or data.startswith(b"RTSP/"):
            return data
        spoilt = bytearray(data)
        for _ in range(self._count(len(data) * weather.corrupt_share)):
            spoilt[self._random.randrange(len(spoilt))] = self._random.randrange(256)
        return bytes(spoilt)

    def _count(self, expected: float) -> int:
        """Return a whole number that is ``expected`` on average."""
        return int(expected) + (self._random.random() < expected % 1)


def _unchanged(data: bytes) -> bytes:
    return data
