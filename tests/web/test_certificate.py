from __future__ import annotations

import ssl
import stat
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509

from rollcall.config import WebSettings
from rollcall.errors import ConfigError
from rollcall.web.access import Role
from rollcall.web.certificate import find_certificate, self_signed
from web import asking

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_plain_http_has_no_certificate(tmp_path):
    assert find_certificate(WebSettings(), tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_certificate_is_for_this_machine_and_the_host(tmp_path):
    made = self_signed(tmp_path, "192.168.1.5", NOW)
    names = x509.load_pem_x509_certificate(made.file.read_bytes()).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    assert {"localhost", "127.0.0.1", "::1", "192.168.1.5"} <= {str(name.value) for name in names.value}


def test_only_its_owner_reads_the_key(tmp_path):
    made = self_signed(tmp_path, "127.0.0.1", NOW)
    assert stat.S_IMODE(made.key_file.stat().st_mode) == 0o600


def test_certificate_is_kept_while_it_is_good(tmp_path):
    first = self_signed(tmp_path, "127.0.0.1", NOW)
    assert self_signed(tmp_path, "127.0.0.1", NOW + timedelta(days=300)).fingerprint == first.fingerprint


@pytest.mark.parametrize(("host", "days"), [("127.0.0.1", 380), ("door.example", 0)])
def test_certificate_is_made_anew_before_it_expires_and_for_another_name(tmp_path, host, days):
    first = self_signed(tmp_path, "127.0.0.1", NOW)
    assert self_signed(tmp_path, host, NOW + timedelta(days=days)).fingerprint != first.fingerprint


def test_damaged_certificate_is_made_anew(tmp_path):
    self_signed(tmp_path, "127.0.0.1", NOW).file.write_bytes(b"rubbish")
    made = self_signed(tmp_path, "127.0.0.1", NOW)
    assert x509.load_pem_x509_certificate(made.file.read_bytes())


def test_browser_that_trusts_the_certificate_comes_in(serve, tmp_path):
    served = serve(https=True)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "data" / "certificate.pem"))
    assert served.url.startswith("https://")
    with httpx.Client(
        timeout=60, base_url=served.url, verify=trusting, headers={"X-API-Key": served.key(Role.VIEWER)}
    ) as client:
        assert client.get("/api/v1/people").status_code == 200


def test_given_certificate_is_served(serve, tmp_path):
    given = self_signed(tmp_path, "127.0.0.1", datetime.now(UTC))
    served = serve(certificate=given.file, private_key=given.key_file)
    trusting = ssl.create_default_context(cafile=str(given.file))
    assert asking.get(f"{served.url}/health", verify=trusting).json() == {"status": "ok"}


def test_certificate_that_cannot_be_used_is_named(serve, tmp_path):
    rubbish = tmp_path / "given.pem"
    rubbish.write_text("rubbish")
    with pytest.raises(ConfigError, match=r"given\.pem"):
        serve(certificate=rubbish, private_key=rubbish)
