"""Fragmented MP4 of H.264, written byte by byte: what browsers play through Media Source Extensions.

Boxes as in ISO/IEC 14496-12 (MP4) and 14496-15 (H.264 in it). GStreamer's mp4mux would want a pipeline for each viewer
and hands over a fragment only once the next one begins; this is one function call a picture.
"""

from __future__ import annotations

import struct
from itertools import pairwise

__all__ = ["TIMESCALE", "codec_string", "fragment", "initialisation", "nal_units"]

TIMESCALE = 90_000
"""Ticks a second, as RTP counts video: no camera's timestamp is finer."""
_TRACK = 1
_UNITY_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_KEYFRAME_FLAGS = 0x02000000
"""sample_depends_on = 2: on no other sample."""
_DELTA_FLAGS = 0x01010000
"""sample_depends_on = 1, sample_is_non_sync_sample = 1."""
_BASE_IS_MOOF = 0x020000
_TRUN_FLAGS = 0x000001 | 0x000100 | 0x000200 | 0x000400 | 0x000800
"""Data offset; duration, size, flags and composition offset of each sample."""
_LONGEST = 2**32 - 1
"""Ticks that a duration has room for, 13 hours: a camera may be away for longer while somebody watches."""
_START_CODE = b"\x00\x00\x01"


def nal_units(stream: bytes) -> list[bytes]:
    """Return the NAL units of a byte stream (Annex B of H.264) without their start codes."""
    starts = []
    at = stream.find(_START_CODE)
    while at >= 0:
        starts.append(at)
        at = stream.find(_START_CODE, at + len(_START_CODE))
    # Zeros before a start code belong to it; a NAL unit never ends in one.
    return [
        unit
        for begin, end in pairwise([*starts, len(stream)])
        if (unit := stream[begin + len(_START_CODE) : end].rstrip(b"\x00"))
    ]


def codec_string(sps: bytes) -> str:
    """Return how MIME types name the codec of a sequence parameter set, such as ``avc1.64001f`` (RFC 6381)."""
    return f"avc1.{sps[1:4].hex()}"


def initialisation(sps: bytes, pps: bytes, width: int, height: int) -> bytes:
    """Return what stands before the first fragment: one video track of ``width`` x ``height`` pixels."""
    file_type = _box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso6avc1mp41")
    movie_header = _full_box(
        b"mvhd", 0, 0, struct.pack(">4I", 0, 0, TIMESCALE, 0), struct.pack(">IH10x", 0x10000, 0x100), _UNITY_MATRIX,
        bytes(24), struct.pack(">I", _TRACK + 1),
    )  # fmt: skip
    extends = _box(b"mvex", _full_box(b"trex", 0, 0, struct.pack(">5I", _TRACK, 1, 0, 0, 0)))
    return file_type + _box(b"moov", movie_header, _track(sps, pps, width, height), extends)


def fragment(number: int, units: list[bytes], *, dts: int, duration: int, offset: int, keyframe: bool) -> bytes:
    """Return one picture as a fragment of its own.

    ``number`` counts fragments from 1; ``units``: its NAL units; ``dts``, ``duration`` and ``offset`` (of the time of
    presentation from ``dts``) in ticks of ``TIMESCALE``.
    """
    data = b"".join(struct.pack(">I", len(unit)) + unit for unit in units)
    flags = _KEYFRAME_FLAGS if keyframe else _DELTA_FLAGS
    sample = struct.pack(">IIIi", min(duration, _LONGEST), len(data), flags, offset)

    def movie(data_offset: int) -> bytes:
        run = _full_box(b"trun", 1, _TRUN_FLAGS, struct.pack(">Ii", 1, data_offset), sample)
        header = _full_box(b"tfhd", 0, _BASE_IS_MOOF, struct.pack(">I", _TRACK))
        time = _full_box(b"tfdt", 1, 0, struct.pack(">Q", dts))
        return _box(b"moof", _full_box(b"mfhd", 0, 0, struct.pack(">I", number)), _box(b"traf", header, time, run))

    # The picture's bytes come after this box and the header of the next.
    return movie(len(movie(0)) + 8) + _box(b"mdat", data)


def _track(sps: bytes, pps: bytes, width: int, height: int) -> bytes:
    header = _full_box(
        b"tkhd", 0, 3, struct.pack(">5I", 0, 0, _TRACK, 0, 0), bytes(16), _UNITY_MATRIX,
        struct.pack(">II", width << 16, height << 16),
    )  # fmt: skip
    media_header = _full_box(b"mdhd", 0, 0, struct.pack(">4I2H", 0, 0, TIMESCALE, 0, 0x55C4, 0))
    handler = _full_box(b"hdlr", 0, 0, bytes(4), b"vide", bytes(12), b"Rollcall\0")
    source = _box(b"dinf", _full_box(b"dref", 0, 0, struct.pack(">I", 1), _full_box(b"url ", 0, 1)))
    empty = [
        _full_box(name, 0, 0, bytes(size)) for name, size in ((b"stts", 4), (b"stsc", 4), (b"stsz", 8), (b"stco", 4))
    ]
    samples = _box(b"stbl", _full_box(b"stsd", 0, 0, struct.pack(">I", 1), _entry(sps, pps, width, height)), *empty)
    information = _box(b"minf", _full_box(b"vmhd", 0, 1, bytes(8)), source, samples)
    return _box(b"trak", header, _box(b"mdia", media_header, handler, information))


def _entry(sps: bytes, pps: bytes, width: int, height: int) -> bytes:
    """Return the description of the samples: an AVCSampleEntry with its decoder configuration."""
    configuration = _box(
        b"avcC", b"\x01", sps[1:4], b"\xff\xe1", struct.pack(">H", len(sps)), sps,
        b"\x01", struct.pack(">H", len(pps)), pps,
    )  # fmt: skip
    resolution = struct.pack(">II", 0x480000, 0x480000)
    picture = struct.pack(">HH", width, height) + resolution + struct.pack(">IH", 0, 1) + bytes(32)
    return _box(b"avc1", bytes(6), struct.pack(">H", 1), bytes(16), picture, struct.pack(">Hh", 24, -1), configuration)


def _full_box(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags), *parts)


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body
