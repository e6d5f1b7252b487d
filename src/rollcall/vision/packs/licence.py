"""The licence of InsightFace's models, and the user's word that it was read."""

from __future__ import annotations

import os
from pathlib import Path

from rollcall.errors import ModelError

__all__ = ["INSIGHTFACE_LICENCE", "LICENCE_TEXT", "accept_licence", "licence_accepted", "refuse_without_licence"]

INSIGHTFACE_LICENCE = "InsightFace: non-commercial research only"
"""The same in few words."""

LICENCE_TEXT = """\
The models of InsightFace are made available by their authors for non-commercial research purposes only. Any commercial
use needs a licence of their own. In full: https://github.com/deepinsight/insightface#license
Rollcall does not contain them; they are fetched from InsightFace's own release on GitHub."""
"""Shown before the first download."""

_RECORD = "insightface-licence-accepted.txt"


def licence_accepted(cache: Path) -> bool:
    """Whether this user has accepted the licence before."""
    return (cache / _RECORD).is_file()


def accept_licence(cache: Path, date: str) -> None:
    """Keep in ``cache`` that the licence was accepted on ``date``.

    Raises:
        ModelError: the cache cannot be written.

    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        (cache / _RECORD).write_text(f"Accepted on {date}:\n\n{LICENCE_TEXT}\n", encoding="utf-8")
    except OSError as error:
        raise ModelError(
            f"Cannot note in '{cache}' that the licence was accepted: {os.strerror(error.errno or 0)}."
        ) from None


def refuse_without_licence(pack: str) -> ModelError:
    """Return the refusal to fetch a pack whose licence was not accepted."""
    return ModelError(
        f"The pack '{pack}' is for non-commercial research only, and that was not accepted yet. Read "
        f"https://github.com/deepinsight/insightface#license, then: rollcall models get {pack} --accept-license "
        "(or ROLLCALL_ACCEPT_LICENSE=1). The pack 'dlib' is free for any use."
    )
