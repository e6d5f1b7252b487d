"""``run.ps1``, as far as it can be told without Windows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = (_ROOT / "run.ps1").read_text(encoding="utf-8")


@pytest.mark.parametrize(("version", "fits"), [((3, 10), 0), ((3, 11), 1), ((3, 14, 2), 1), ((3, 15), 0)])
def test_the_script_asks_a_python_whether_it_fits(version, fits):
    question = re.search(r'\$fits = "(.+)"', _SCRIPT)[1]
    before = f"import sys; sys.version_info = {version}; "
    assert subprocess.run([sys.executable, "-c", before + question], check=False).returncode == 1 - fits


def test_what_the_script_installs_from_is_here():
    for name in re.findall(r'Join-Path \$PSScriptRoot "([^"]+\.\w+)"', _SCRIPT):
        assert (_ROOT / name.replace("\\", "/")).is_file(), name
