"""Single requests with the patience of a test: httpx gives up after five seconds, for which a machine may be paused."""

from __future__ import annotations

from functools import partial

import httpx

__all__ = ["delete", "get", "post"]

_LONGEST_SECONDS = 60.0

get = partial(httpx.get, timeout=_LONGEST_SECONDS)
post = partial(httpx.post, timeout=_LONGEST_SECONDS)
delete = partial(httpx.delete, timeout=_LONGEST_SECONDS)
