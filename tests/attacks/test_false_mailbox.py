"""Whoever answers in the place of the mailbox of reports, with a certificate of her own, learns no password."""

import contextlib
import socket
import ssl
import threading
from pathlib import Path

import pytest

from certificates import certificate
from contratrata.ground.outbox import bounces


def test_the_password_of_the_mailbox_is_said_to_no_stranger(tmp_path: Path) -> None:
    heard: list[bytes] = []
    context = certificate(tmp_path)
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
