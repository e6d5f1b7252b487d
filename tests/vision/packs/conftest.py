"""The server of the tests of downloads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vision.packs.serving import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve on 127.0.0.1 what the test puts into ``content``, as the test says."""
    with serving() as server:
        yield server
