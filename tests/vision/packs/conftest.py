"""The server of the tests of downloads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rollcall.model import Image
from rollcall.vision import read_image
from vision.packs.serving import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve on 127.0.0.1 what the test puts into ``content``, as the test says."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def group_photo(shared_dir: Path) -> Image:
    """A photo of three people, 500x375."""
    return read_image(shared_dir / "data" / "group_boxes" / "2008_002506.jpg")
