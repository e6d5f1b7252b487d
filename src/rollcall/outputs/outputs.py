"""The ways out besides the web, as the settings name them: built, joined to the system, started and ended."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from rollcall.capture import StreamStatus
from rollcall.config import Settings
from rollcall.errors import StoreError
from rollcall.outputs.command import Command
from rollcall.outputs.dispatcher import Dispatcher
from rollcall.outputs.mqtt.whereabouts import LastSeen
from rollcall.outputs.receiver import Receiver
from rollcall.outputs.rules import Rules
from rollcall.outputs.unknown_names import unknown_cameras, unknown_people
from rollcall.service import OutputState, System
from rollcall.store import SightingFilter, Store

__all__ = ["Outputs"]

_log = logging.getLogger(__name__)


class Outputs:
    """Webhooks, commands and MQTT at work, from ``start`` to ``stop``; ``system.outputs`` tells how they are."""

    def __init__(self, settings: Settings, system: System) -> None:
        """Raise ConfigError where the settings name a file that cannot be used."""
        self._alerts, self._system = settings.alerts, system
        self._webhooks = [webhook.name for webhook in settings.webhooks]
        self._deliveries = system.store.deliveries
        self._receivers = (*_webhooks(settings, system), *map(Command, settings.commands), *_mqtt(settings, system))
        named = {receiver.name: receiver for receiver in self._receivers}
        self._dispatcher = Dispatcher(Rules(settings.alerts), named, partial(_tags_of, system.store))
        if settings.alerts:
            system.events.listen(self._dispatcher.hear)
        system.outputs.add(self._states)
        for receiver in self._receivers:
            system.metrics.watch_queue(receiver.state.name, partial(_waiting, receiver))

    def start(self) -> None:
        """Begin with what waits from before; nobody waits for a receiver."""
        self._drop_for_nobody()
        self._tell_unknown_names()
        for receiver in self._receivers:
            receiver.start()
        self._dispatcher.start()

    def stop(self) -> None:
        """End; messages that webhooks have not taken wait for the next start."""
        self._dispatcher.stop()
        for receiver in self._receivers:
            receiver.stop()

    def _drop_for_nobody(self) -> None:
        """Drop messages for webhooks that are not in the settings any more."""
        try:
            dropped = self._deliveries.keep_only(self._webhooks)
        except StoreError as error:
            _log.error("messages for webhooks of former settings could not be dropped: %s", error)
        else:
            if dropped:
                _log.warning("%d message(s) given up: their webhooks are not in the settings any more", dropped)

    def _tell_unknown_names(self) -> None:
        cameras = [pipeline.name for pipeline in self._system.pipelines]
        for unknown in unknown_cameras(self._alerts, cameras):
            _log.warning("%s", unknown)
        try:
            for unknown in unknown_people(self._alerts, self._system.store.people):
                _log.warning("%s", unknown)
        except StoreError as error:
            _log.error("whom alerts name could not be looked up: %s", error)

    def _states(self) -> tuple[OutputState, ...]:
        return tuple(receiver.state for receiver in self._receivers)


def _webhooks(settings: Settings, system: System) -> Sequence[Receiver]:
    if not settings.webhooks:
        return ()
    # Not before somebody wants it: its library takes 16 MB.
    from rollcall.outputs.webhook.webhook import Webhook

    return [Webhook(webhook, system.store.deliveries) for webhook in settings.webhooks]


def _mqtt(settings: Settings, system: System) -> Sequence[Receiver]:
    if not settings.mqtt.host:
        return ()
    from rollcall.outputs.mqtt.mqtt import Mqtt

    def cameras() -> list[tuple[str, StreamStatus]]:
        return [(pipeline.name, pipeline.status) for pipeline in system.pipelines]

    def people() -> Mapping[str, str]:
        return {person.id: person.name for person in system.gallery.people}

    mqtt = Mqtt(settings.mqtt, cameras, people, partial(_last_seen, system.store), partial(_has_picture, system.store))
    system.events.listen(mqtt.hear)
    system.when_erased(mqtt.forget_erased)
    return [mqtt]


def _waiting(receiver: Receiver) -> int:
    return receiver.state.waiting


def _tags_of(store: Store, person: str) -> Collection[str]:
    try:
        return store.people.get(person).tags
    except StoreError:
        # Removed since, or the disk does not answer: an alert without tags is better than none.
        return ()


def _last_seen(store: Store, person: str) -> LastSeen | None:
    try:
        found = store.sightings.page(SightingFilter(person=person), limit=1).items
    except StoreError:
        return None
    return LastSeen(found[0].end, found[0].camera) if found else None


def _has_picture(store: Store, sighting: int) -> bool:
    try:
        return store.sightings.get(sighting).image is not None
    except StoreError:
        # Also where the disk does not answer: rather no face than that of somebody erased.
        return False
