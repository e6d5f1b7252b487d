"""The pages behind a real Caddy with deploy/Caddyfile, by HTTPS."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from rollcall.config import CameraSettings
from rollcall.redaction import SourceUrl
from rollcall.web.access import Role
from web.serving import served_system

_CADDYFILE = Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"
_CADDY = shutil.which("caddy")
_LONGEST_SECONDS = 30
_PAUSE_SECONDS = 0.05
_ANYBODY = ssl.create_default_context()
_ANYBODY.check_hostname, _ANYBODY.verify_mode = False, ssl.CERT_NONE
"""Takes any certificate: the authority is made anew in each run."""
_HERE = "{{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system {}\n}}\n"

pytestmark = pytest.mark.skipif(_CADDY is None, reason="needs caddy, which is not here: apt-get install caddy")


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def caddy_before(url, folder):
    """Run Caddy with our file, its certificate made by itself, and give its address."""
    port = _free_port()
    file = folder / "Caddyfile"
    file.write_text(_HERE.format(folder / "storage") + _CADDYFILE.read_text(encoding="utf-8"), encoding="utf-8")
    environment = {
        **os.environ,
        "DOMAIN": f"localhost:{port}",
        "UPSTREAM": url.removeprefix("http://"),
        "HOME": str(folder),
    }
    process = subprocess.Popen(
        [_CADDY, "run", "--adapter", "caddyfile", "--config", str(file)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_for(process.stderr, {"serving initial configuration", "certificate obtained successfully"})
        _wait_for_certificate(port)
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=_LONGEST_SECONDS)


def _wait_for(lines, words):
    """Read until each of ``words`` was said, in any order."""
    missing = set(words)
    for line in lines:
        missing = {each for each in missing if each not in line}
        if not missing:
            return
    pytest.fail(f"Caddy ended and never said {missing}")


def _wait_for_certificate(port):
    """Shake hands until it works: on a busy machine Caddy has its certificate a moment before it shows it."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                _ANYBODY.wrap_socket(connection, server_hostname="localhost").close()
                return
        except ssl.SSLError:
            assert time.monotonic() < deadline
            time.sleep(_PAUSE_SECONDS)


@pytest.fixture(scope="module")
def behind(pack, tmp_path_factory):
    """Return a system and the address of Caddy before it."""
    camera = CameraSettings(name="door", url=SourceUrl("test://?size=320x240&fps=10"))
    with (
        served_system(pack, tmp_path_factory.mktemp("data"), (camera,), {}) as served,
        caddy_before(served.url, tmp_path_factory.mktemp("caddy")) as url,
    ):
        yield served, url


def _client(url, **headers):
    # Its certificate authority is made anew in each run.
    return httpx.Client(base_url=url, headers=headers, verify=False, timeout=_LONGEST_SECONDS)  # noqa: S501


def test_signing_in_works_and_its_cookie_never_leaves_https(behind):
    served, url = behind
    link = served.server.welcome_url
    with _client(url) as browser:
        answer = browser.get("/welcome", params={"token": link.partition("token=")[2]}, headers={"Origin": url})
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "max-age" in answer.headers["strict-transport-security"]
        csrf = browser.get("/api/v1/session").json()["csrf"]
        person = {"name": "Ada"}
        changed = browser.post("/api/v1/people", json=person, headers={"Origin": url, "X-CSRF-Token": csrf})
        assert changed.status_code == 201


def test_pictures_and_sockets_that_never_end_pass(behind):
    served, url = behind
    key = {"X-API-Key": served.key(Role.VIEWER)}
    with _client(url, **key) as client, client.stream("GET", "/video_feed") as video:
        chunks = video.iter_raw()
        assert b"\xff\xd8" in b"".join(next(chunks) for _ in range(3))
    address = f"{url.replace('https', 'wss')}/api/v1/events/ws"
    with connect(address, additional_headers=key, ssl=_ANYBODY) as events:
        assert "hello" in str(events.recv(_LONGEST_SECONDS))


def test_nobody_can_claim_another_address_to_get_around_the_throttle(behind):
    _, url = behind
    with _client(url) as client:
        tries = [
            client.post(
                "/api/v1/session",
                json={"name": f"nobody{number}", "password": "wrong"},
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            ).status_code
            for number in range(7)
        ]
    assert tries[0] == 401
    assert tries[-1] == 429
