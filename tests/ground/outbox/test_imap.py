"""Reports are fetched from a real IMAP server (Dovecot, `apt install dovecot-imapd`), and taken away there.

Over TLS with a certificate that is known here; the server of a test is its own, on the loopback.
"""

import imaplib
import mailbox
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cast import Cast
from certificates import certificate
from contratrata.ground.outbox import bounces
from contratrata.ground.outbox import public as outbox
from contratrata.ground.outbox.delivery import sweep
from postbox import ADDRESS, messages, report

SERVER = shutil.which("dovecot")
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(SERVER is None or os.geteuid() != 0, reason="no dovecot here, or not root"),
]
SETTINGS = """\
base_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{home}/both.pem
ssl_key = <{home}/both.pem
mail_location = maildir:{home}/box
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password=ñandú
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
"""


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[mailbox.Maildir, str]]:
    """A mailbox of an account without powers, and its address as the settings say it."""
    account = pwd.getpwnam("mail")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        certificate(home)
        place = mailbox.Maildir(home / "box")
        for one in (home / "box", *(home / "box").iterdir()):
            os.chown(one, account.pw_uid, account.pw_gid)
        config = home / "dovecot.conf"
        config.write_text(
            SETTINGS.format(home=home, port=port, user=account.pw_name, group="mail"), encoding="utf-8"
        )
        known = ssl.create_default_context(cafile=str(home / "both.pem"))
        monkeypatch.setattr(ssl, "create_default_context", lambda: known)
        server = subprocess.Popen([str(SERVER), "-F", "-c", str(config)])
        try:
            _wait(port, server)
            yield place, f"imaps://rebotes:%C3%B1and%C3%BA@localhost:{port}/INBOX"
        finally:
            server.terminate()
            server.wait()


@pytest.fixture
def token(cast: Cast) -> str:
    """A mail that went out."""
    outbox.send("test.link", outbox.To(address=ADDRESS), link="/x/")
    assert sweep() == 1
    [row] = messages()
    return row.token


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Until the server listens: the kernel answers refused at once, so asking again costs little."""
    while server.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("dovecot did not start")


def _lay(place: mailbox.Maildir, *raws: bytes) -> None:
    """Put mails in as their account would."""
    account = pwd.getpwnam("mail")
    folder = Path(str(place._path))  # type: ignore[attr-defined]  # its stubs do not know it
    for raw in raws:
        key = place.add(raw)
        (file,) = folder.glob(f"*/{key}*")
        os.chown(file, account.pw_uid, account.pw_gid)


def test_reports_are_fetched_matched_and_taken_away(
    cast: Cast, token: str, box: tuple[mailbox.Maildir, str]
) -> None:
    place, address = box
    _lay(place, report(to=f"rebotes+{token}@contratrata.example"), report(), b"From: x\n\nHola\n")
    assert bounces.read(address) == (3, 1)
    [row] = messages()
    assert row.state == "bounced"
    assert list(place.iterkeys()) == []
    assert bounces.read(address) == (0, 0)


def test_a_wrong_password_is_an_error_and_takes_nothing_away(
    cast: Cast, token: str, box: tuple[mailbox.Maildir, str]
) -> None:
    place, address = box
    _lay(place, report(to=f"rebotes+{token}@contratrata.example"))
    for other in ("otra", "otra%20%C3%B1"):  # both ways of signing in
        with pytest.raises(imaplib.IMAP4.error):
            bounces.read(address.replace("%C3%B1and%C3%BA", other))
    assert len(list(place.iterkeys())) == 1
