"""A stream watched for a moment: it ends with enough, with the first failure, or in time."""

from __future__ import annotations

import socket

from rollcall.capture import CameraStream, StreamState
from rollcall.capture.stream_trial import StreamTrial, try_stream
from rollcall.config import CaptureSettings
from rollcall.redaction import SourceUrl


def trial_of(url, seconds, enough=StreamTrial.shows_keyframes):
    return try_stream(CameraStream("door", SourceUrl(url), CaptureSettings()), seconds, enough)


def test_it_ends_as_soon_as_enough_was_seen():
    trial = trial_of("test://", 60.0, lambda seen: seen.live_seconds > 0)
    assert (trial.status.state, trial.has_keyframes, trial.shows_rate()) == (StreamState.LIVE, False, False)


def test_it_ends_with_the_first_failure():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        trial = trial_of(f"rtsp://127.0.0.1:{nobody.getsockname()[1]}/", 60.0)
    assert (trial.status.state, trial.status.attempts, trial.live_seconds) == (StreamState.RETRYING, 1, 0)


def test_a_camera_that_never_answers_is_waited_for_no_longer_than_was_said():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        trial = trial_of(f"rtsp://127.0.0.1:{silent.getsockname()[1]}/", 0.5)
    assert (trial.status.state, trial.status.frames, trial.keyframe_seconds) == (StreamState.CONNECTING, 0, None)


def test_pictures_that_stand_for_themselves_need_no_keyframes():
    assert trial_of("test://", 60.0).shows_keyframes()
