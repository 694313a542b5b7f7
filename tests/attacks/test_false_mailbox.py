"""Whoever answers in the place of the mailbox of reports, with a certificate of her own, learns no password."""

import contextlib
import datetime as dt
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contratrata.ground.outbox import bounces


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for this very machine that nobody signed."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")]),
    )
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    both = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, form, plain
    )
    (folder / "both.pem").write_bytes(both)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_the_password_of_the_mailbox_is_said_to_no_stranger(tmp_path: Path) -> None:
    heard: list[bytes] = []
    context = _certificate(tmp_path)
    door = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with contextlib.suppress(OSError):
            plain, _from = door.accept()
            with context.wrap_socket(plain, server_side=True) as client:
                client.sendall(b"* OK IMAP4rev1\r\n")
                heard.append(client.recv(1000))
                client.sendall(heard[-1].split()[0] + b" OK IMAP4rev1\r\n")
                heard.append(client.recv(1000))

    stranger = threading.Thread(target=answer, daemon=True)
    stranger.start()
    with door, pytest.raises((OSError, bounces.imaplib.IMAP4.error)) as fault:
        bounces.read(f"imaps://informes:palabra-ficticia@localhost:{door.getsockname()[1]}/INBOX")
    stranger.join(10)
    assert isinstance(fault.value, ssl.SSLCertVerificationError), f"it went on, and said {heard!r}"
    assert heard == []
