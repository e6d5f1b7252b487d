"""Receivers that speak TLS, to somebody who trusts them and to somebody who does not."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime

import pytest

from rollcall.config import Settings, WebSettings
from rollcall.doctor import Level
from rollcall.doctor.pages import check_pages
from rollcall.doctor.receivers import check_receivers
from rollcall.errors import ConfigError
from rollcall.web.certificate import self_signed


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_signed(tmp_path_factory.mktemp("certificate"), "127.0.0.1", datetime.now(UTC))


@pytest.fixture(scope="module")
def port(certificate):
    """Greet whoever comes by TLS and hear what else is said, which is to be nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key_file)
    said = []

    def listen(server):
        # The fixture ends it by closing its socket.
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with suppress(OSError), context.wrap_socket(connection, server_side=True) as greeted:
                    said.append(greeted.recv(100))

    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        thread = threading.Thread(target=listen, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert not any(said)


def look(tree):
    return {finding.subject: finding for finding in check_receivers(Settings.model_validate(tree))}


def test_who_is_not_trusted_is_a_problem_and_who_is_named_is_well(port, certificate):
    hook, ca = {"url": f"https://127.0.0.1:{port}/s3cret"}, str(certificate.file)
    found = look(
        {
            "webhooks": [{"name": "stranger", **hook}, {"name": "friend", "ca": ca, **hook}],
            "mqtt": {"host": "127.0.0.1", "port": port, "tls": "verify"},
        }
    )
    assert found["webhook friend"].level is Level.OK
    for subject, setting in (("webhook stranger", "webhooks.stranger.ca"), ("mqtt", "mqtt.ca")):
        assert found[subject].level is Level.PROBLEM
        assert "not trusted (self-signed certificate" in found[subject].words
        assert setting in found[subject].remedy
    assert "s3cret" not in str(found)
    trusting = {"host": "127.0.0.1", "port": port}
    for mqtt in ({"tls": "accept"}, {"tls": "verify", "ca": ca}):
        assert look({"mqtt": trusting | mqtt})["mqtt"].level is Level.OK


def test_a_port_without_tls_is_told():
    def say(server):
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"220 no TLS here\r\n")
            connection.recv(1000)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=say, args=(server,))
        thread.start()
        found = look({"mqtt": {"host": "127.0.0.1", "port": server.getsockname()[1], "tls": "verify"}})["mqtt"]
        thread.join()
    assert (found.level, "speaks no TLS" in found.words) == (Level.PROBLEM, True)


def test_a_file_of_certificates_of_no_use_is_a_problem(tmp_path, certificate):
    none = tmp_path / "none.pem"
    found = look(
        {
            "webhooks": [{"name": "phone", "url": "https://127.0.0.1:9/", "ca": str(certificate.key_file)}],
            "mqtt": {"host": "127.0.0.1", "tls": "verify", "ca": str(none)},
        }
    )
    assert found["webhook phone"].level is found["mqtt"].level is Level.PROBLEM
    assert f"'{none}' of mqtt.ca cannot be used" in found["mqtt"].words
    with pytest.raises(ConfigError, match="or its key cannot be used"):
        list(check_pages(WebSettings(certificate=certificate.file, private_key=none)))
