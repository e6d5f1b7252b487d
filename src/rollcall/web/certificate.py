"""Certificates for HTTPS: a given one, or one that this program makes and signs by itself."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from rollcall.config import WebSettings
from rollcall.errors import ConfigError

__all__ = ["Certificate", "find_certificate", "self_signed"]

_LIFETIME = timedelta(days=397)
"""Browsers refuse certificates that live longer than 398 days."""
_RENEW_BEFORE = timedelta(days=30)
_FILE, _KEY_FILE = "certificate.pem", "certificate-key.pem"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files of a certificate and its key."""

    file: Path
    key_file: Path
    fingerprint: str | None = None
    """SHA-256 by which a user tells a self-signed one when the browser warns of it."""


def find_certificate(settings: WebSettings, folder: Path, now: datetime | None = None) -> Certificate | None:
    """Return the certificate to serve by, or None for plain HTTP.

    A self-signed one is kept in ``folder`` and made anew when it is about to expire or the host's name changed.
    Raises ConfigError where the folder cannot be written.
    """
    if settings.certificate is not None and settings.private_key is not None:
        return Certificate(settings.certificate, settings.private_key)
    if not settings.https:
        return None
    try:
        return self_signed(folder, settings.host, now or datetime.now(UTC))
    except OSError as error:
        raise ConfigError(f"Cannot keep a certificate in {folder}: {error.strerror}.") from None


def self_signed(folder: Path, host: str, now: datetime) -> Certificate:
    """Return the self-signed certificate in ``folder``, made where there is none that is still good."""
    file, key_file = folder / _FILE, folder / _KEY_FILE
    names = _names(host)
    kept = _read(file) if key_file.is_file() else None
    if kept is None or kept.not_valid_after_utc - now < _RENEW_BEFORE or not names <= _names_in(kept):
        kept = _make(file, key_file, names, now)
    return Certificate(file, key_file, _fingerprint(kept))


def _make(file: Path, key_file: Path, names: frozenset[str], now: datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rollcall")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # An hour for clocks that differ.
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in sorted(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_secretly(
        key_file,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return certificate


def _write_secretly(path: Path, data: bytes) -> None:
    """Write a file that only this user can read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _read(file: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        return None


def _names(host: str) -> frozenset[str]:
    """Return under which names and addresses the pages may be asked for."""
    own = socket.gethostname()
    wild = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    return frozenset({"localhost", "127.0.0.1", "::1", own, f"{own}.local"} | (set() if wild else {host}))


def _names_in(certificate: x509.Certificate) -> frozenset[str]:
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return frozenset(str(name.value) for name in extension.value)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()
