"""Cameras whose packets are not what RTP has them to be: their pictures go on."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest

_HOUR = 3600 * 90_000


def altered(kind=lambda kind: kind, number=lambda number, _turn: number, time=lambda time, _turn: time):
    """Return what makes of each packet, which is one of the turn, another: its payload type, number and time."""

    def send(turn, packet):
        first, *counted = struct.unpack_from(">xBHI", packet)
        changed = number(counted[0], turn) % 2**16, time(counted[1], turn) % 2**32
        return (struct.pack(">BBHI", packet[0], first & 128 | kind(first & 127), *changed) + packet[8:],)

    return send


@pytest.mark.parametrize(
    "send",
    [
        altered(kind=lambda _kind: 97),
        lambda _turn, packet: (packet, packet),
        lambda turn, packet: (packet, *altered(kind=lambda _kind: 99)(turn, packet)),
        lambda turn, packet: (*altered(kind=lambda _kind: 8)(turn, packet), packet),
    ],
    ids=["another payload type", "each twice", "something else beside it", "sound before it"],
)
def test_odd_packets_show_pictures(odd_camera, connect, frames_of, send):
    assert frames_of(connect(odd_camera(send=send).url()), 2)


@pytest.mark.parametrize(
    "send",
    [
        altered(number=lambda number, turn: number - turn * 7777),
        altered(time=lambda time, turn: time - turn * _HOUR),
        altered(time=lambda time, turn: time + turn * _HOUR),
        altered(time=lambda _time, _turn: 7),
    ],
    ids=["numbers begin again", "times jump back", "times jump ahead", "times stand still"],
)
def test_packets_that_jump_go_on_in_one_connection(odd_camera, connect, frames_of, send):
    camera = odd_camera(send=send)
    stream = connect(camera.url())
    frames = frames_of(stream, 1)
    while camera.turn < 3:
        frames.append(stream.wait(frames[-1].sequence, 20))
    assert stream.status.attempts == 1
    assert all(earlier.pts < later.pts for earlier, later in pairwise(frames))
