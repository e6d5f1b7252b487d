"""A local window with the same picture as the MJPEG stream; q, Escape or its close button ends it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from rollcall.errors import ConfigError
from rollcall.model import Image
from rollcall.view import Feed

__all__ = ["show_window"]

_WAIT_SECONDS = 0.04
"""How long a frame is waited for before the keyboard is looked at again."""


_BLIND_DRIVERS = frozenset({"none", "dummy", "offscreen", "evdev"})


def show_window(first: Callable[[], Feed | None], ended: threading.Event) -> None:
    """Show the camera that is the ``first`` one until the window is closed or ``ended`` is set.

    Must run on the main thread. Raises ConfigError where pygame is not installed or there is no screen.
    """
    pygame = _pygame()
    screen, shown = None, (0, 0)
    feed, seen = first(), -1
    try:
        while not ended.is_set() and not _closed(pygame):
            if feed is not first():
                # Another camera has taken its place.
                feed, seen = first(), -1
            if feed is None:
                ended.wait(_WAIT_SECONDS)
                continue
            drawn = feed.draw_next(seen, _WAIT_SECONDS)
            if drawn is None:
                continue
            seen, image = drawn
            if (image.shape[1], image.shape[0]) != shown:
                shown = (image.shape[1], image.shape[0])
                pygame.display.set_caption(f"Rollcall - {feed.camera}")
                screen = pygame.display.set_mode(shown, pygame.RESIZABLE)
            _show(pygame, screen, image)
    finally:
        pygame.display.quit()


def _pygame() -> Any:
    # Its greeting would stand between our own lines.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame
    except ImportError:
        raise ConfigError("--window needs pygame-ce. Install it with: pip install 'rollcall[window]'.") from None
    try:
        pygame.display.init()
        driver = pygame.display.get_driver()
    except pygame.error:
        driver = "none"
    # Where there is no screen, SDL may fall back to drawing for nobody.
    if driver in _BLIND_DRIVERS:
        raise ConfigError("--window needs a screen, and there is none here. Leave it out and open the page instead.")
    return pygame


def _closed(pygame: Any) -> bool:
    """Return whether the user asked for the end since the last call."""
    return any(
        event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and event.key in (pygame.K_q, pygame.K_ESCAPE))
        for event in pygame.event.get()
    )


def _show(pygame: Any, screen: Any, image: Image) -> None:
    width, height = screen.get_size()
    if (width, height) != (image.shape[1], image.shape[0]):
        image = _fitted(image, width, height)
    screen.blit(pygame.image.frombuffer(image.tobytes(), (width, height), "BGR"), (0, 0))
    pygame.display.flip()


def _fitted(image: Image, width: int, height: int) -> Image:
    """Return ``image`` as large as ``width`` by ``height`` allow, on black, its proportions kept."""
    scale = min(width / image.shape[1], height / image.shape[0])
    sized = cv2.resize(image, (max(1, int(image.shape[1] * scale)), max(1, int(image.shape[0] * scale))))
    canvas: Image = np.zeros((height, width, 3), np.uint8)
    top, left = (height - sized.shape[0]) // 2, (width - sized.shape[1]) // 2
    canvas[top : top + sized.shape[0], left : left + sized.shape[1]] = sized
    return canvas
