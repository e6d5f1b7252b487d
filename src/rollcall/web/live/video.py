"""A camera's live video and scenes for any number of viewers: made once, handed to each at its own pace.

Everything here runs on the event loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterable

from rollcall.service import Pipeline
from rollcall.view import Feed
from rollcall.web.live.reading import Kind, LiveReading, Message, newest_scene

__all__ = ["LiveVideo", "LiveVideos", "ViewerQueue"]

_MOST_WAITING = 512
"""Messages for one viewer: ten seconds of video and scenes at 25 frames a second."""
_MOST_KEPT = 512
"""Pictures since a keyframe that are kept for who comes later; without them that one waits for the next keyframe."""


class ViewerQueue:
    """What waits for one viewer; where that is too much it is dropped, and goes on with the next keyframe."""

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._in_step = False
        self._over = False
        self._changed = asyncio.Event()

    def begin(self, messages: Iterable[Message]) -> None:
        """Begin with a format and the pictures from a keyframe on."""
        self._waiting.extend(messages)
        self._in_step = True
        self._changed.set()

    def put(self, message: Message, form: Message | None) -> None:
        """Append a message, or leave out what this viewer cannot show; ``form``: the format at present."""
        if len(self._waiting) >= _MOST_WAITING:
            self._waiting.clear()
            self._in_step = False
        if message.kind is Kind.KEYFRAME and not self._in_step and form is not None:
            self.begin((form, message))
        elif self._in_step or message.kind is Kind.WORDS:
            self._waiting.append(message)
            self._changed.set()

    def end(self) -> None:
        """Let nothing follow."""
        self._over = True
        self._changed.set()

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield one after the other until the end."""
        while True:
            while self._waiting:
                yield self._waiting.popleft()
            if self._over:
                return
            self._changed.clear()
            await self._changed.wait()


class LiveVideo:
    """One camera's video; it is read while somebody watches."""

    def __init__(self, pipeline: Pipeline, feed: Feed) -> None:
        self.feed = feed
        """It ends when this one has to."""
        self._pipeline = pipeline
        self._viewers: set[ViewerQueue] = set()
        self._reading: LiveReading | None = None
        self._format: Message | None = None
        self._group: list[Message] = []
        """The pictures since the newest keyframe."""

    @property
    def over(self) -> bool:
        """Whether its camera is at work no more."""
        return self._pipeline.ended

    async def watch(self) -> AsyncGenerator[Message]:
        """Yield messages until the video ends; a slow viewer loses pictures, the others nothing."""
        viewer = self._enter()
        try:
            async for message in viewer.messages():
                yield message
        finally:
            self._viewers.discard(viewer)
            if not self._viewers:
                self._stop()

    def _enter(self) -> ViewerQueue:
        viewer = ViewerQueue()
        scene = newest_scene(self._pipeline)
        if scene is not None:
            viewer.put(scene, None)
        if self._format is not None and self._group:
            viewer.begin((self._format, *self._group))
        self._viewers.add(viewer)
        if self._reading is None:
            self._reading = LiveReading(self._pipeline, self.feed, self._take)
        return viewer

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._reading, self._format, self._group = None, None, []

    def _take(self, reading: LiveReading, messages: tuple[Message, ...]) -> None:
        # What a thread that was stopped still had to say is of no interest.
        if reading is not self._reading:
            return
        for message in messages:
            self._keep(message)
            for viewer in self._viewers:
                viewer.put(message, self._format)
        if not messages:
            self._stop()
            for viewer in self._viewers:
                viewer.end()

    def _keep(self, message: Message) -> None:
        if message.kind is Kind.FORMAT:
            self._format, self._group = message, []
        elif message.kind is Kind.KEYFRAME:
            self._group = [message]
        elif message.kind is Kind.PICTURE and self._group:
            self._group.append(message)
            if len(self._group) > _MOST_KEPT:
                self._group = []


class LiveVideos:
    """The live video of every camera that is watched."""

    def __init__(self) -> None:
        self._videos: dict[str, LiveVideo] = {}

    def of(self, pipeline: Pipeline, feed: Feed) -> LiveVideo:
        """Return the video of a camera: the same one for all, for as long as the camera is."""
        video = self._videos.get(pipeline.name)
        if video is None or video.feed is not feed:
            # A camera that is gone would be held with its last pictures.
            self._videos = {name: kept for name, kept in self._videos.items() if not kept.over}
            video = self._videos[pipeline.name] = LiveVideo(pipeline, feed)
        return video
