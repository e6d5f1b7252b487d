from __future__ import annotations

import queue
import threading

from outputs.samples import NOON, appeared, rule, stay, stranger
from outputs.waiting import until
from rollcall.outputs.dispatcher import Dispatcher
from rollcall.outputs.rules import Rules
from rollcall.service import Event, OutputState


class Receiver:
    """Somebody to tell who does with an alert what a test says."""

    def __init__(self, do=lambda _: None):
        self.name = "phone"
        self.state = OutputState("phone", True, "")
        self.told = []
        self._do = do

    def start(self):
        pass

    def stop(self):
        pass

    def take(self, alert):
        self._do(alert)
        self.told.append(alert)


def running(receivers, *settings, tags_of=lambda _: ("family",), clock=lambda: NOON):
    dispatcher = Dispatcher(Rules(settings), receivers, tags_of, clock)
    dispatcher.start()
    return dispatcher


def test_a_receiver_that_hangs_delays_nobody_who_tells_and_memory_is_bounded(caplog):
    released = threading.Event()
    receiver = Receiver(lambda _: released.wait(30))
    dispatcher = running({"phone": receiver}, rule())
    for number in range(1500):
        dispatcher.hear(appeared(stay(track=number)))
    assert "an event was not looked at by the rules, since 1000 wait already" in caplog.text
    released.set()
    dispatcher.stop()
    assert 1000 <= len(receiver.told) <= 1001


def test_a_receiver_that_fails_keeps_no_other_from_hearing(caplog):
    bad, good = Receiver(lambda _: 1 / 0), Receiver()
    dispatcher = running({"bad": bad, "good": good}, rule(to=["bad", "good"]))
    dispatcher.hear(appeared(stay()))
    dispatcher.stop()
    assert [alert.tags for alert in good.told] == [("family",)]
    assert "could not be given to 'bad'" in caplog.text


def test_an_event_that_cannot_be_looked_at_ends_nothing(caplog):
    def tags_of(_):
        raise RuntimeError("the store is on fire")

    receiver = Receiver()
    dispatcher = running({"phone": receiver}, rule(stranger_seconds=0), tags_of=tags_of)
    dispatcher.hear(appeared(stay()))
    dispatcher.hear(appeared(stranger(track=2)))
    until(lambda: len(receiver.told) == 1)
    dispatcher.stop()
    assert "the rules failed on 'appeared'" in caplog.text


def test_a_stranger_is_told_without_a_further_event():
    now = [NOON]
    receiver = Receiver()
    dispatcher = running({"phone": receiver}, rule(who="unknown", stranger_seconds=0.2), clock=lambda: now[0])
    dispatcher.hear(appeared(stranger()))
    until(lambda: dispatcher._rules.due is not None)
    assert not receiver.told
    now[0] += 1
    until(lambda: len(receiver.told) == 1)
    dispatcher.stop()


class Naps(queue.Queue[Event | None]):
    """A queue of events in which nothing more comes: each wait takes as long as the next of ``naps``, in seconds."""

    def __init__(self, now, naps):
        super().__init__()
        self._now, self._naps = now, iter(naps)

    def get(self, block=True, timeout=None):
        if not self.empty() or (nap := next(self._naps, None)) is None:
            return super().get(block, timeout)
        self._now[0] += nap
        raise queue.Empty


def test_who_waits_for_a_name_while_the_computer_sleeps_goes_on_waiting():
    receiver, now = Receiver(), [NOON]
    settings = rule(who="unknown", stranger_seconds=3)
    dispatcher = Dispatcher(Rules((settings,)), {"phone": receiver}, lambda _: (), lambda: now[0])
    dispatcher._events = Naps(now, (3600, 2, 1))
    dispatcher.hear(appeared(stranger()))
    dispatcher.start()
    until(lambda: receiver.told)
    dispatcher.stop()
    assert [alert.time for alert in receiver.told] == [NOON + 3603]
