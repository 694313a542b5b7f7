"""Mail that came back: real reports, in an mbox and in a Maildir; delays, answers and junk change nothing."""

import io
import mailbox
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cast import Cast
from contratrata.ground.outbox import bounces
from contratrata.ground.outbox import public as outbox
from contratrata.ground.outbox.delivery import sweep
from postbox import ADDRESS, messages, report


@pytest.fixture
def token(cast: Cast) -> str:
    """A mail that went out."""
    outbox.send("test.link", outbox.To(address=ADDRESS), link="/x/")
    assert sweep() == 1
    [row] = messages()
    return row.token


def _maildir(path: Path, *raws: bytes) -> str:
    box = mailbox.Maildir(path / "box")
    for raw in raws:
        box.add(raw)
    return str(path / "box")


def test_a_report_is_matched_by_the_envelope_or_by_the_head_it_encloses(token: str) -> None:
    by_address = report(to=f"rebotes+{token}@contratrata.example")
    by_head = report(message_id=f"<{token}@contratrata.example>")
    assert bounces.token_and_status(by_address) == (token, "5.1.1")
    assert bounces.token_and_status(by_head) == (token, "5.1.1")


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.4.7"},
        {"action": "delivered"},
    ],
)
def test_a_delay_is_no_bounce(token: str, changes: dict[str, str]) -> None:
    raw = report(to=f"rebotes+{token}@contratrata.example", **changes)
    assert bounces.token_and_status(raw) is None


def test_answers_and_junk_are_no_bounces(token: str) -> None:
    answer = f"To: rebotes+{token}@contratrata.example\nSubject: Fuera de la oficina\n\nVuelvo el lunes.\n"
    for raw in (answer.encode(), b"", b"\xff\xfe\x00", report()):
        assert bounces.token_and_status(raw) is None


def test_a_maildir_is_read_once_and_emptied_and_keeps_nothing_of_thereport(
    token: str, tmp_path: Path
) -> None:
    unknown = report(to=f"rebotes+{'0' * 24}@contratrata.example")
    mine = report(to=f"rebotes+{token}@contratrata.example")
    place = _maildir(tmp_path, mine, unknown, b"Subject: hola\n\nhola\n")
    assert bounces.read(place) == (3, 1)
    [row] = messages()
    assert (row.state, row.failure) == ("bounced", "report 5.1.1")
    assert bounces.read(place) == (0, 0)
    assert bounces.read(_maildir(tmp_path, mine)) == (1, 0)


def test_the_command_reads_an_mbox_and_says_how_many(token: str, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "mbox"
    box = mailbox.mbox(path)
    box.add(report(message_id=f"<{token}@contratrata.example>"))
    box.close()
    settings.OUTBOX_BOUNCE_MAILBOX = str(path)
    out = io.StringIO()
    call_command("mail_bounces", stdout=out)
    assert out.getvalue().strip() == "1 mensajes leídos, 1 correos rebotados."
    assert messages()[0].state == "bounced"
    for place in (str(tmp_path / "nothing"), ""):
        settings.OUTBOX_BOUNCE_MAILBOX = ""
        with pytest.raises(CommandError):
            call_command("mail_bounces", place)


def test_what_was_merged_bounces_together(cast: Cast, noon: Any) -> None:
    for _turn in range(2):
        outbox.send("test.other", outbox.To(address=ADDRESS))
    noon.shift(60)
    assert sweep() == 1
    head = next(row for row in messages() if row.merged_into is None)
    assert bounces.bounce(head.token, "5.2.2")
    assert [row.state for row in messages()] == ["bounced", "bounced"]
