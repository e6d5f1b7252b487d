"""A running `rollcall run` and a browser before its pages, as a visitor has them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["CHROMIUM", "CHROMIUM_ARGUMENTS", "run_program"]

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_MAIN = "from rollcall.cli import main; main()"
_ADDRESS = re.compile(r"Rollcall is at (\S+)")
_END_SECONDS = 60


@contextmanager
def run_program(*arguments: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Run the program on a free port and give the address that it prints; it ends by Ctrl-C."""
    command = [sys.executable, "-c", _MAIN, "run", "--port", str(_free_port()), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_END_SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = _ADDRESS.search(line)
        if found:
            return found[1]
    raise AssertionError(f"the program ended with {process.wait()} before it served its pages")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
