"""Webhooks to real receivers: good, down, slow, broken, sending elsewhere; and to none after a kill."""

from __future__ import annotations

import base64
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from outputs.samples import ADA, NOON, alert, face, stay, stranger
from outputs.waiting import until
from outputs.webhook.receiving import receiving
from rollcall.capture import RetryPolicy
from rollcall.config import StoreSettings, WebhookSettings
from rollcall.outputs.webhook.signature import signed_headers
from rollcall.outputs.webhook.webhook import Webhook, try_webhook
from rollcall.store import Store
from rollcall.web.certificate import self_signed

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
QUICK = RetryPolicy(first=0.02, longest=0.1)
HOUR = 3600.0


def settings(url: str, **given) -> WebhookSettings:
    return WebhookSettings.model_validate({"name": "phone", "url": url} | given)


@pytest.fixture
def store(tmp_path):
    store = Store(StoreSettings(data=tmp_path / "data"))
    yield store
    store.close()


@contextmanager
def running(store, webhook_settings, clock=lambda: NOON):
    webhook = Webhook(webhook_settings, store.deliveries, clock, QUICK)
    webhook.start()
    try:
        yield webhook
    finally:
        webhook.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_a_message_tells_who_where_and_when_with_the_face_and_our_signature(store):
    person = store.people.add("김철수 <b>")
    seen = stay(person, "김철수 <b>")
    with receiving() as receiver:
        hook = settings(receiver.url, secret=SECRET, headers={"Authorization": "Bearer s3cret-token"})
        with running(store, hook) as webhook:
            told = alert(replace(seen, snapshot=face(2000)))
            webhook.take(told)
            came = receiver.wait(1)[0]
            until(lambda: webhook.state.words, true="1 delivered".__eq__)
    message = came.json
    picture = message.pop("snapshot")
    assert message == {
        "type": "alert",
        "id": told.id,
        "timestamp": "2027-01-15T12:00:00.000+00:00",
        "alert": "rule",
        "moment": "arrives",
        "camera": "door",
        "person": {"id": person, "name": "김철수 <b>", "tags": ["family"]},
        "stranger": None,
        "sighting": 1,
        "start": NOON,
        "end": NOON,
        "score": 0.6,
        "reason": "",
    }
    image = cv2.imdecode(np.frombuffer(base64.b64decode(picture["base64"]), np.uint8), cv2.IMREAD_COLOR)
    assert (picture["type"], image.shape) == ("image/jpeg", (640, 640, 3))
    assert len(came.body) < 1_000_000
    assert came.path == "/hooks/s3cret-path"
    assert came.headers["authorization"] == "Bearer s3cret-token"
    signed = signed_headers(SECRET, told.id, NOON, came.body)
    assert {name: came.headers[name] for name in signed} == signed
    assert store.deliveries.count("phone") == 0


def test_a_receiver_that_was_down_gets_everything_in_order(store, caplog):
    port = free_port()
    told = [alert(stranger(track=number)) for number in range(5)]
    with running(store, settings(f"http://127.0.0.1:{port}/hooks/s3cret-path")) as webhook:
        for one in told:
            webhook.take(one)
        state = until(lambda: webhook.state, true=lambda state: "cannot be reached" in state.words)
        assert (state.well, state.waiting) == (False, 5)
        with receiving(port=port) as receiver:
            came = receiver.wait(5)
            until(lambda: webhook.state, true=lambda state: state.well and not state.waiting)
    assert sorted(one.json["id"] for one in came) == [one.id for one in told]
    assert len(receiver.came) == 5
    assert "s3cret" not in caplog.text + str(state)


def test_messages_arrive_one_by_one(store):
    with receiving() as receiver, running(store, settings(receiver.url)) as webhook:
        for number in range(1, 4):
            webhook.take(alert(stranger(track=number)))
            receiver.wait(number)
            until(lambda: webhook.state.waiting, true=lambda waiting: not waiting)


def test_what_waits_is_sent_after_a_restart(store):
    port = free_port()
    with running(store, settings(f"http://127.0.0.1:{port}/")) as webhook:
        webhook.take(one := alert(stranger()))
    with receiving(port=port) as receiver, running(store, settings(f"http://127.0.0.1:{port}/")):
        assert receiver.wait(1)[0].json["id"] == one.id


@pytest.mark.parametrize("status", [500, 404])
def test_errors_of_the_receiver_are_tried_again_under_the_same_id(store, status):
    with receiving(status) as receiver, running(store, settings(receiver.url, secret=SECRET)) as webhook:
        webhook.take(one := alert(stranger()))
        receiver.wait(3)
        assert f"answers {status}" in webhook.state.words
        receiver.answer = 200
        until(lambda: webhook.state, true=lambda state: state.well and not state.waiting)
        assert {came.headers["webhook-id"] for came in receiver.came} == {one.id}


def test_a_message_that_always_fails_stops_no_other(store):
    def answer(handler):
        poisoned = b'"camera": "cellar"' in receiver.came[-1].body
        handler.send_response(500 if poisoned else 200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with receiving(answer) as receiver, running(store, settings(receiver.url)) as webhook:
        webhook.take(alert(stranger(camera="cellar")))
        receiver.wait(1)
        for number in range(3):
            webhook.take(alert(stranger(track=number)))
        until(lambda: webhook.state.waiting, true=lambda waiting: waiting == 1)


@pytest.mark.parametrize("status", [400, 410, 413])
def test_a_refused_message_is_given_up_with_a_line(store, caplog, status):
    with receiving(status) as receiver, running(store, settings(receiver.url)) as webhook:
        webhook.take(alert(stranger()))
        state = until(lambda: webhook.state, true=lambda state: state.dropped and not state.well)
        assert (state.dropped, len(receiver.came)) == (1, 1)
        assert f"refuses the message ({status})" in state.words
    assert f"1 message(s) given up: refuses the message ({status})" in caplog.text


def test_a_redirect_is_not_followed(store):
    with receiving() as elsewhere:

        def answer(handler):
            handler.send_response(307)
            handler.send_header("Location", elsewhere.url)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        with receiving(answer) as receiver, running(store, settings(receiver.url)) as webhook:
            webhook.take(alert(stranger()))
            receiver.wait(2)
            assert "redirect (307)" in webhook.state.words
    assert not elsewhere.came


def test_a_receiver_is_not_asked_before_the_time_that_it_names(store):
    def answer(handler):
        handler.send_response(429)
        handler.send_header("Retry-After", "600")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with receiving(answer) as receiver, running(store, settings(receiver.url)) as webhook:
        webhook.take(alert(stranger()))
        again = f"answers 429, tried again at {datetime.fromtimestamp(NOON + 600):%H:%M:%S}"
        until(lambda: webhook.state.words, true=lambda words: again in words)
        assert len(receiver.came) == 1


def test_a_slow_receiver_delays_neither_another_one_nor_whoever_tells(store):
    released = threading.Event()
    with (
        receiving(lambda _: released.wait(30) and None) as slow,
        receiving() as quick,
        running(store, settings(slow.url, name="slow", timeout_seconds=60)) as one,
        running(store, settings(quick.url, name="quick")) as other,
    ):
        for number in range(20):
            one.take(alert(stranger(track=number)))
            other.take(alert(stranger(track=number)))
        # The slow one holds its first message meanwhile.
        quick.wait(20)
        assert len(slow.came) == 1
        released.set()


def test_a_receiver_that_does_not_answer_in_time_is_tried_again(store):
    released = threading.Event()
    with (
        receiving(lambda _: released.wait(30) and None) as receiver,
        running(store, settings(receiver.url, timeout_seconds=0.2)) as webhook,
    ):
        webhook.take(alert(stranger()))
        receiver.wait(2)
        assert "does not answer in time" in webhook.state.words
        released.set()


def test_a_receiver_that_drips_its_answer_is_cut_off(store):
    released = threading.Event()

    def answer(handler):
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            # Each step is quick enough; only the whole is not.
            while not released.wait(0.02):
                handler.wfile.write(b".")

    with (
        receiving(answer) as receiver,
        running(store, settings(receiver.url, timeout_seconds=0.3)) as webhook,
    ):
        webhook.take(alert(stranger()))
        receiver.wait(2)
        assert "does not answer in time" in webhook.state.words
        receiver.answer = 204
        until(lambda: webhook.state, true=lambda state: state.well and not state.waiting)
        released.set()


def test_too_many_and_too_old_messages_are_dropped_with_a_word(store, caplog):
    now = [NOON]
    dead = settings(f"http://127.0.0.1:{free_port()}/", keep_messages=3, keep_hours=2)
    with running(store, dead, lambda: now[0]) as webhook:
        for number in range(5):
            webhook.take(alert(stranger(track=number)))
        until(lambda: webhook.state, true=lambda state: (state.waiting, state.dropped) == (3, 2))
        now[0] += 3 * HOUR
        until(lambda: webhook.state, true=lambda state: (state.waiting, state.dropped) == (0, 5))
    assert "given up: too old, or too many" in caplog.text


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)]
    if os.name == "nt" or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_while_the_disk_is_full_messages_wait_in_memory(disk, caplog):
    small = Store(StoreSettings(data=disk / "data"))
    with receiving() as receiver, running(small, settings(receiver.url)) as webhook:
        filler = disk / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(bytes(4096))
                file.flush()
        for number in range(103):
            webhook.take(alert(stranger(track=number)))
        # The memory has room for a hundred, and the log of the database may have had room for one or two.
        state = until(lambda: webhook.state, true=lambda state: state.waiting + state.dropped == 103)
        assert 1 <= state.dropped <= 3
        assert "cannot be written and wait in memory" in caplog.text
        filler.unlink()
        until(lambda: webhook.state, true=lambda state: state.well and not state.waiting)
        assert len({came.json["id"] for came in receiver.came}) == len(receiver.came) == 103 - state.dropped
    small.close()


def test_the_certificate_of_a_receiver_is_checked(tmp_path):
    own = self_signed(tmp_path, "127.0.0.1", datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own.file, own.key_file)
    with receiving(tls=context) as receiver:
        assert try_webhook(settings(receiver.url, ca=str(own.file)), alert()).well
        state = try_webhook(settings(receiver.url), alert())
        assert "certificate verify failed" in state.words
        assert "s3cret" not in state.words
    assert len(receiver.came) == 1


def test_a_receiver_may_be_at_an_address_of_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("needs IPv6 on loopback")
    with receiving(host="::1") as receiver:
        assert try_webhook(settings(receiver.url), alert()).well
        assert str(settings(receiver.url).url) == f"http://[::1]:{receiver.port}/***"


def test_secrets_are_in_no_log_line_and_no_state(store, caplog):
    caplog.set_level(logging.DEBUG, logger="rollcall")
    with socket.create_server(("127.0.0.1", 0)) as broken:
        url = f"http://user:s3cret@127.0.0.1:{broken.getsockname()[1]}/s3cret?key=s3cret"
        hook = settings(url, secret="s3cret-s3cret-s3cret", headers={"X-Key": "s3cret"}, timeout_seconds=0.2)
        with running(store, hook) as webhook:
            webhook.take(alert(stranger()))
            state = until(lambda: webhook.state, true=lambda state: not state.well)
    assert "s3cret" not in f"{state} {caplog.text} {hook} {hook!r} {hook.model_dump_json()}"


def test_a_trial_goes_past_the_queue():
    with receiving(503) as receiver:
        state = try_webhook(settings(receiver.url), alert())
        assert str(state) == "webhook phone: answers 503"
        receiver.answer = 200
        assert try_webhook(settings(receiver.url), alert()).well


_TELL = """
import sys
from outputs.samples import alert, stranger
from rollcall.config import StoreSettings, WebhookSettings
from rollcall.outputs.webhook.webhook import Webhook
from rollcall.store import Store

webhook = Webhook(WebhookSettings(name="phone", url=sys.argv[2]), Store(StoreSettings(data=sys.argv[1])).deliveries)
webhook.start()
for number in range(20):
    webhook.take(alert(stranger(track=number)))
print("told", flush=True)
sys.stdin.read()
"""


def test_nothing_is_lost_by_a_kill_and_repeats_have_the_same_id(tmp_path):
    answered = threading.Semaphore(3)

    def answer(handler):
        # The fourth message hangs, so that the kill finds it half done.
        answered.acquire()
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    data = tmp_path / "data"
    with receiving(answer) as receiver:
        program = subprocess.Popen(
            [sys.executable, "-c", _TELL, str(data), receiver.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        try:
            assert program.stdout.readline() == "told\n"
            receiver.wait(4)
        finally:
            program.send_signal(signal.SIGKILL)
            program.wait()
            program.stdin.close()
            program.stdout.close()
        answered.release(100)
        store = Store(StoreSettings(data=data))
        with running(store, settings(receiver.url), lambda: NOON) as webhook:
            until(lambda: webhook.state, true=lambda state: state.well and not state.waiting)
        store.close()
    ids = [came.headers["webhook-id"] for came in receiver.came]
    assert len(set(ids)) == 20
    assert len(ids) == 21  # the one that the kill found half done came twice


def test_no_message_about_somebody_erased_is_left(store):
    ada = store.people.add("Ada")
    with running(store, settings(f"http://127.0.0.1:{free_port()}/")) as webhook:
        webhook.take(alert(stay(ada)))
        until(lambda: webhook.state.waiting, true=lambda waiting: waiting == 1)
        store.erase(ada, "tests")
        assert webhook.state.waiting == 0
        webhook.take(alert(stay(ADA)))
        assert webhook.state.waiting == 0
