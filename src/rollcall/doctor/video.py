"""GStreamer: what it is made of here, and which decoders really decode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rollcall.doctor.finding import Finding, ok, problem, warning

__all__ = ["check_decoders", "check_gstreamer"]

_MUST = frozenset({"H264", "H265", "JPEG"})
"""What cameras send; the others are rare."""


def check_gstreamer() -> Iterator[Finding]:
    """Look whether everything is there that cameras, files and webcams are read with."""
    from rollcall.capture.installation import gstreamer_version, missing_elements

    missing = missing_elements()
    if not missing:
        yield ok("GStreamer", f"{gstreamer_version()}, all its elements are here")
        return
    names = ", ".join(name for elements in missing.values() for name in elements)
    yield problem(
        "GStreamer",
        f"{gstreamer_version()} lacks {names}",
        f"On Debian: apt install {' '.join(missing)}; './run' does it.",
    )


def check_decoders() -> Iterator[Finding]:
    """Let every decoder decode a small film."""
    from rollcall.capture.decoding.codecs import CODECS
    from rollcall.capture.decoding.decoder_trial import DecoderTrial, try_decoders

    def codec_of(trial: DecoderTrial) -> str:
        return trial.codec

    by_codec = {codec: list(trials) for codec, trials in groupby(try_decoders(), codec_of)}
    for codec in CODECS:
        trials = by_codec.get(codec, [])
        good = [
            f"{trial.decoder} (hardware)" if trial.hardware else trial.decoder for trial in trials if not trial.fault
        ]
        bad = [f"{trial.decoder} fails: {trial.fault.rstrip('.')}" for trial in trials if trial.fault]
        yield _finding(codec, good, bad)


def _finding(codec: str, good: Sequence[str], bad: Sequence[str]) -> Finding:
    subject, faults = f"decoder {codec}", "; ".join(bad)
    if good and not bad:
        return ok(subject, ", ".join(good))
    if good:
        return warning(
            subject, f"{', '.join(good)}; {faults}", "Install the driver it needs; until then another decodes."
        )
    words = faults or "there is none"
    remedy = "On Debian: apt install gstreamer1.0-libav gstreamer1.0-plugins-good; './run' does it."
    return problem(subject, words, remedy) if codec in _MUST else warning(subject, words, remedy)
