"""Settings that are changed while the system runs: kept in the store, and told to what they concern."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from rollcall.config import PAGE_KEY, PAGE_SETTINGS, Effect, Settings, Source, kept_values, source_of, with_page
from rollcall.errors import ConfigError
from rollcall.store import Preferences

__all__ = ["Adjustments", "SettingFixedError"]


class SettingFixedError(ConfigError):
    """The environment or the command line has the setting, so that it cannot be changed on a page."""


class Adjustments:
    """The settings at work; any thread may read or change them, and changes take turns."""

    def __init__(self, loaded: Settings, preferences: Preferences, model: str) -> None:
        """Begin with what is kept.

        ``loaded``: the settings without what was changed on a page; ``model``: what the thresholds are for.
        """
        self._loaded = loaded
        self._preferences = preferences
        self._model = model
        self._turn = threading.Lock()
        self._listeners: list[Callable[[Settings], None]] = []
        self.kept: Mapping[str, Any] = MappingProxyType(kept_values(preferences.get(PAGE_KEY), loaded, model))
        """What was changed on a page, by section.name."""
        self._begun = {name: value for name, value in self.kept.items() if PAGE_SETTINGS[name] is Effect.RESTART}
        self.current = with_page(loaded, self.kept)
        """As they are at work: what waits for a restart is as it was at the start."""

    @property
    def chosen(self) -> Settings:
        """As they will be after a restart."""
        return with_page(self._loaded, self.kept)

    def source_of(self, name: str) -> Source:
        """Return what the setting ``name`` has its value from."""
        return source_of(self._loaded, name, self.kept)

    def change(self, values: Mapping[str, Any], reset: Iterable[str] = ()) -> None:
        """Keep ``values``, forget what was kept of ``reset``, and tell whom it concerns.

        Raises SettingFixedError, ConfigError for a value that does not fit, or StoreError; then nothing has changed.
        """
        with self._turn:
            for name in (*values, *reset):
                if name in PAGE_SETTINGS and self.source_of(name) is Source.ENVIRONMENT:
                    raise SettingFixedError(
                        f"'{name}' is set in the environment or on the command line; change it there."
                    )
            gone = set(reset)
            kept = {**{name: value for name, value in self.kept.items() if name not in gone}, **values}
            # Raises before anything is written.
            with_page(self._loaded, kept)
            self._preferences.set(PAGE_KEY, {"values": kept, "model": self._model})
            self.kept = MappingProxyType(kept)
            now = {name: value for name, value in kept.items() if PAGE_SETTINGS[name] is Effect.NOW}
            self.current = with_page(self._loaded, {**self._begun, **now})
            for listener in self._listeners:
                listener(self.current)

    def listen(self, listener: Callable[[Settings], None]) -> None:
        """Call ``listener`` with the settings after each change."""
        self._listeners.append(listener)
