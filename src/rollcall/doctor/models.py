"""The models: where they can run, and which pack would be taken and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rollcall.config import VisionSettings
from rollcall.doctor.finding import Finding, ok, warning

__all__ = ["check_liveness", "check_pack", "check_runtimes"]


def check_runtimes(settings: VisionSettings) -> Iterator[Finding]:
    """Tell what can run models here, and whether what is set is among it."""
    from rollcall.vision.runtime import Runtime, available_engines

    engines, wanted = available_engines(), Runtime.of(settings).engine
    words = f"{', '.join(engines)}; '{wanted}' is set"
    if wanted == "auto" or wanted in engines:
        yield ok("runtimes", words)
    else:
        yield warning("runtimes", words, "It is not here, so the processor would do it; see docs/vision.md.")


def check_pack(settings: VisionSettings, cache: Path | None = None) -> Iterator[Finding]:
    """Tell which models the next start takes, why and under which licence. Raises ModelError where it would fail."""
    from rollcall.vision.cache import cache_folder
    from rollcall.vision.dlib.weights import WEIGHTS, find_weights
    from rollcall.vision.packs.catalogue import published_pack
    from rollcall.vision.packs.choice import choose_pack
    from rollcall.vision.packs.loading import find_models, licence_of

    choice = choose_pack(settings, cache or cache_folder(), lambda pack, folder: folder / pack.name)
    if choice.place is None:
        for file in WEIGHTS:
            find_weights(file)
    elif published_pack(choice.name) and not choice.place.is_dir():
        # Nothing is fetched for a look at it.
        words = f"{choice.name} is to be fetched at the next start: {licence_of(choice)}"
        yield warning("models", words, f"Fetch it now: rollcall models get {choice.name}")
        return
    else:
        find_models(choice.name, choice.place)
    yield ok("models", f"pack {choice.name}, since {choice.reason}; licence: {licence_of(choice)}")


def check_liveness(settings: VisionSettings) -> Iterator[Finding]:
    """Load the nets of liveness, where they are set. Raises ModelError where there are none."""
    if settings.liveness is None:
        return
    from rollcall.vision.liveness import load_liveness
    from rollcall.vision.runtime import Runtime

    load_liveness(settings.liveness, Runtime.of(settings))
    yield ok("liveness", f"its nets are in {settings.liveness}")
