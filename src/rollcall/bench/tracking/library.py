"""The library of reference trackers and of the metrics, in a place of its own.

`trackers` (Roboflow, Apache-2.0) needs opencv-python, which overwrites the files of the opencv-python-headless that the
product needs. So it is installed beside the product's environment, and found only after everything in that.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import click
from platformdirs import user_cache_path

from rollcall.errors import ConfigError

__all__ = ["provide_library"]

_REQUIREMENT = "trackers==2.6.1"


def provide_library() -> None:
    """Make `trackers` importable; it is installed by pip where that was not done before.

    Raises ConfigError where it cannot be installed.
    """
    place = user_cache_path("rollcall") / "bench" / _REQUIREMENT
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)}))
    if not (packages / "trackers").is_dir():
        _install(place)
    if str(packages) not in sys.path:
        sys.path.append(str(packages))


def _install(place: Path) -> None:
    click.echo(f"installing {_REQUIREMENT} to {place}", err=True)
    scripts = Path(sysconfig.get_path("scripts", vars={"base": str(place), "platbase": str(place)}))
    for command in (
        [sys.executable, "-m", "venv", str(place)],
        [str(scripts / "python"), "-m", "pip", "install", "--quiet", _REQUIREMENT],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - nothing of a user's
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ConfigError(f"The reference trackers ({_REQUIREMENT}) could not be installed: {reason}")
