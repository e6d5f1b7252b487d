"""Cameras that ask for a password, each in its own way."""

from __future__ import annotations

from collections import Counter
from hashlib import md5
from itertools import count
from re import findall

import pytest

from rollcall.capture import StreamState

_GRANTED = {
    "OPTIONS": "Public: DESCRIBE, SETUP, PLAY\r\n",
    "DESCRIBE": "Content-Type: application/sdp\r\n",
    "SETUP": "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n",
    "PLAY": "Session: 1\r\n",
}
_FIRST, _SECOND = 'Digest realm="x", nonce="{}"', 'Digest realm="y", nonce="{}"'
_OTHER, _READABLE = 'Digest realm="x", nonce="{}", algorithm=SHA-256', 'Basic realm="x"'


def digest(*texts):
    return md5(":".join(texts).encode(), usedforsecurity=False).hexdigest()


def asking_for(*challenges, right="no", realm="x", grants=_GRANTED):
    """Return what refuses every request but those with the digest of the password ``right``, each nonce for one."""
    nonces, open_nonces = (f"n{number}" for number in count()), set()

    def answer(request):
        method = request.partition(" ")[0]
        login = dict(findall(r'(\w+)="([^"]*)"', request))
        nonce = login.get("nonce", "")
        expected = digest(digest("user", realm, right), nonce, digest(method, login.get("uri", "")))
        if nonce in open_nonces and login["response"] == expected:
            open_nonces.remove(nonce)
            return grants[method]
        asked = [next(nonces) for _ in challenges]
        open_nonces.update(asked)
        lines = (f"WWW-Authenticate: {each.format(nonce)}\r\n" for each, nonce in zip(challenges, asked, strict=True))
        return "RTSP/1.0 401 Unauthorized\r\n" + "".join(lines)

    return answer


def everywhere(answer):
    return dict.fromkeys(_GRANTED, answer)


@pytest.mark.parametrize(
    "challenges",
    [[_FIRST], [_FIRST, _SECOND], [_FIRST.replace("x", "\udcff")]],
    ids=["one realm", "two realms", "a realm that is no text"],
)
def test_a_wrong_password_is_tried_once_a_realm(odd_camera, connect, wait_for_state, challenges):
    camera = odd_camera(DESCRIBE=asking_for(*challenges))
    status = wait_for_state(connect(camera.url("user:wrong@")), StreamState.FAILED)
    assert "refused the user or the password (401)" in status.reason
    tried = Counter(realm for request in camera.heard for realm in findall(r'Authorization:.*realm="(.)"', request))
    assert list(tried.values()) == [1] * len(challenges)


@pytest.mark.parametrize(
    ("challenges", "realm"),
    [
        ([_FIRST], "x"),
        ([_FIRST, _OTHER, _READABLE], "x"),
        ([_OTHER, _FIRST], "x"),
        ([_FIRST, _SECOND], "x"),
        ([_FIRST, _SECOND], "y"),
    ],
    ids=["one digest", "several kinds", "the other first", "the first realm", "the second realm"],
)
def test_a_right_password_is_taken_however_it_is_asked_for(odd_camera, connect, frames_of, challenges, realm):
    camera = odd_camera(**everywhere(asking_for(*challenges, right="p@ss", realm=realm)))
    assert frames_of(connect(camera.url("user:p@ss@")), 1)
    assert "Basic" not in "".join(camera.heard)


def test_behind_a_port_forward_the_password_is_given_by_the_name_that_the_camera_has_there(
    odd_camera, connect, frames_of
):
    grants = _GRANTED | {"DESCRIBE": f"{_GRANTED['DESCRIBE']}Content-Base: rtsp://192.168.77.7:554/x/\r\n"}
    camera = odd_camera(**everywhere(asking_for(_FIRST, right="p@ss", grants=grants)))
    assert frames_of(connect(camera.url("user:p@ss@")), 1)
    assert 'uri="rtsp://192.168.77.7:554/x/trackID=v"' in camera.asked("SETUP")[-1]


def test_a_camera_that_knows_a_better_digest_and_none_of_ours_is_told_readably(odd_camera, connect, frames_of):
    refusal = f"RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: {_READABLE}\r\nWWW-Authenticate: {_OTHER}\r\n"
    camera = odd_camera(DESCRIBE=lambda request: _GRANTED["DESCRIBE"] if "Basic dXNlcjpw" in request else refusal)
    assert frames_of(connect(camera.url("user:p@")), 1)


def test_a_digest_that_gstreamer_does_not_know_is_named(odd_camera, connect, wait_for_state):
    camera = odd_camera(DESCRIBE=asking_for(_OTHER))
    status = wait_for_state(connect(camera.url("user:pass@")), StreamState.FAILED)
    assert "digest by SHA-256" in status.reason


_UDP, _TCP = "RTP/AVP;unicast;client_port=7000-7001;server_port=5000-5001", "RTP/AVP/TCP;unicast;interleaved=0-1"


def test_who_is_asked_again_after_udp_fell_silent_answers_again(odd_camera, connect, frames_of):
    def setup(request):
        by_udp = "client_port" in request
        return f"Session: 1\r\nTransport: {_UDP if by_udp else _TCP}\r\n"

    camera = odd_camera(**everywhere(asking_for(_FIRST, right="p")) | {"SETUP": setup})
    assert frames_of(connect(camera.url("user:p@"), transport="auto", connect_timeout_seconds=2.0), 1)
    assert len(camera.asked("SETUP")) == 2
