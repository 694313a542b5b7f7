"""The worker's side against a real SMTP server: merged, throttled, tried again, given up, resumed after a kill."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
import time_machine

import house
from cast import Cast, Player
from contratrata.ground.base.scope import acting
from contratrata.ground.outbox import delivery, operations
from contratrata.ground.outbox import public as outbox
from contratrata.ground.outbox.delivery import forget_old, sweep
from contratrata.ground.outbox.models import Message, MessageMove
from contratrata.ground.outbox.states import Choice
from postbox import messages
from posting import Post

ADDRESS = "nadie.ficticia@gt.example"
HALF_MINUTE = dt.timedelta(seconds=30)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def _to(kind: str, *players: Player, **options: Any) -> None:
    for player in players:
        outbox.send(kind, outbox.To(player.user.id), **options)


def _states() -> list[str]:
    return [one.state for one in messages()]


@pytest.fixture
def platform(cast: Cast) -> Any:
    """Who administers the platform, acting."""
    from contratrata.ground.network.public import Role, scope_of

    cast.flor.membership.roles = [Role.PLATFORM_ADMIN]
    return scope_of(cast.flor.membership)


def test_five_mails_of_one_user_become_one_in_her_language(
    cast: Cast, post: Post, noon: time_machine.Traveller
) -> None:
    cast.ana.user.language = "en"
    cast.ana.user.save()
    for n in range(3):
        _to("test.news", cast.ana, link=f"/uno/{n}/")
    _to("test.other", cast.ana, cast.carla, link="/dos/")
    _to("test.news", cast.ana, link="/uno/0/")
    assert sweep() == 0  # they gather first
    noon.shift(HALF_MINUTE)
    assert sweep() == 2
    to_ana, to_carla = sorted(post.taken, key=lambda one: str(one["To"]))
    assert to_ana["To"] == cast.ana.user.email
    text = to_ana.get_payload(0).get_payload(decode=True).decode()
    assert text.count("Frase de test.news.") == 3  # the fourth said the same
    assert "Frase de test.other." in text
    assert "Choose which mails to receive" in text
    assert "test.news" not in to_carla.get_payload(0).get_payload(decode=True).decode()
    rows = messages(user_id=cast.ana.user.id)
    assert [one.state for one in rows] == ["sent"] * 5
    assert len({one.merged_into or one.id for one in rows}) == 1


def test_another_merged_mail_waits_its_quarter_of_an_hour(
    cast: Cast, post: Post, noon: time_machine.Traveller
) -> None:
    _to("test.other", cast.ana)
    noon.shift(HALF_MINUTE)
    assert sweep() == 1
    _to("test.other", cast.ana)
    noon.shift(dt.timedelta(minutes=14, seconds=59))
    assert sweep() == 0
    _to("test.link", cast.ana)
    assert sweep() == 1
    noon.shift(dt.timedelta(seconds=1))
    assert sweep() == 1


def test_what_she_chose_holds(cast: Cast, post: Post, noon: time_machine.Traveller) -> None:
    for player, choice in ((cast.ana, Choice.NEVER), (cast.carla, Choice.DAILY)):
        with acting(player.scope):
            operations.choose(choices={"news": choice})
    _to("test.news", cast.ana, cast.carla, cast.beatriz)
    noon.shift(MINUTE)
    assert sweep() == 1
    assert post.taken[0]["To"] == cast.beatriz.user.email
    _to("test.other", cast.carla)
    noon.shift(MINUTE)
    assert sweep() == 1  # the daily one does not travel with another
    states = {one.user_id: one.state for one in messages(kind="test.news")}
    assert states == {
        cast.ana.user.id: "dropped",
        cast.carla.user.id: "queued",
        cast.beatriz.user.id: "sent",
    }
    noon.shift(dt.timedelta(hours=19))
    assert sweep() == 1
    assert post.taken[-1]["To"] == cast.carla.user.email


def test_the_sum_a_minute_is_kept(
    cast: Cast, post: Post, settings: Any, noon: time_machine.Traveller
) -> None:
    settings.OUTBOX_PER_MINUTE = 2
    for n in range(3):
        outbox.send("test.link", outbox.To(address=f"n{n}@gt.example"))
    assert sweep() == 2
    noon.shift(dt.timedelta(seconds=59))
    assert sweep() == 0
    noon.shift(dt.timedelta(seconds=1))
    assert sweep() == 1


def test_the_sum_a_person_is_kept_and_others_are_not_kept_waiting(
    cast: Cast, post: Post, settings: Any, noon: time_machine.Traveller
) -> None:
    settings.OUTBOX_PER_HOUR = 2
    _to("test.link", *[cast.ana] * 3, cast.carla)
    assert sweep() == 3
    assert [one["To"] for one in post.taken].count(cast.ana.user.email) == 2
    noon.shift(dt.timedelta(minutes=59, seconds=59))
    assert sweep() == 0
    noon.shift(dt.timedelta(seconds=1))
    assert sweep() == 1


def test_a_recipient_the_server_knows_not_bounces_at_once_and_the_next_one_goes(
    cast: Cast, post: Post, noon: time_machine.Traveller
) -> None:
    post.refuses = {ADDRESS: "550 5.1.1 nadie.ficticia no such user", "luego@gt.example": "451 later"}
    for address in (ADDRESS, "luego@gt.example", "otra@gt.example"):
        outbox.send("test.link", outbox.To(address=address))
        noon.shift(dt.timedelta(seconds=1))
    assert sweep() == 1
    refused, later, sent = messages()
    assert (refused.state, refused.failure) == ("bounced", "recipient 550")
    assert sent.ended_at is not None
    assert (later.state, later.failure, later.due_at) == (
        "queued",
        "recipient 451",
        sent.ended_at + HALF_MINUTE,
    )
    assert sent.state == "sent"
    post.refuses = {}
    assert sweep() == 0
    noon.shift(HALF_MINUTE)
    assert sweep() == 1
    assert messages()[1].attempts == 2


def test_a_text_that_is_refused_is_given_up_and_can_be_tried_again_by_hand(
    cast: Cast, post: Post, platform: Any, noon: time_machine.Traveller
) -> None:
    outbox.send("test.link", outbox.To(address=ADDRESS), link="/x/")
    post.refuses_text = "554 5.7.1 looks like spam to nadie.ficticia"
    assert sweep() == 0
    [row] = messages()
    assert (row.state, row.failure) == ("failed", "SMTPDataError 554")
    with acting(cast.ana.scope):
        assert operations.retry(ids=[row.id]) == 0
    with acting(platform):
        assert operations.retry(ids=[row.id]) == 1
        assert operations.retry(ids=[row.id]) == 0
    post.refuses_text = ""
    assert sweep() == 1
    assert "/x/" in post.taken[0].as_string()


def test_a_server_that_is_away_is_waited_for_three_days_and_not_longer(
    cast: Cast, settings: Any, noon: time_machine.Traveller
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    outbox.send("test.link", outbox.To(address=ADDRESS))
    assert sweep() == 0
    assert (messages()[0].state, messages()[0].failure) == ("queued", "ConnectionRefusedError")
    noon.shift(3 * DAY)
    assert sweep() == 0
    assert messages()[0].state == "queued"
    noon.shift(dt.timedelta(hours=4))
    assert sweep() == 0
    assert messages()[0].state == "failed"


def test_who_left_and_what_nobody_wants_any_more_are_not_written_to(
    cast: Cast, post: Post, noon: time_machine.Traveller
) -> None:
    cast.carla.user.is_active = False
    cast.carla.user.save()
    _to("test.link", cast.carla)
    assert sweep() == 0
    assert _states() == ["dropped"]


def test_a_kind_of_a_former_version_is_given_up_and_stops_nobody(cast: Cast, post: Post) -> None:
    _to("test.link", cast.ana, cast.beatriz)
    with acting(delivery.SENDER):
        Message.objects.filter(user_id=cast.ana.user.id).update(kind="test.gone")
    assert sweep() == 1
    assert sorted(_states()) == ["failed", "sent"]


def test_headers_say_what_it_is_and_the_envelope_names_nobody(
    cast: Cast, post: Post, settings: Any, noon: Any
) -> None:
    settings.OUTBOX_BOUNCE_ADDRESS = "rebotes@contratrata.example"
    settings.OUTBOX_REPLY_TO = "ayuda@contratrata.example"
    _to("test.news", cast.ana)
    noon.shift(MINUTE)
    assert sweep() == 1
    [mail] = post.taken
    [row] = messages()
    assert post.envelopes == [(f"rebotes+{row.token}@contratrata.example", [cast.ana.user.email])]
    assert mail["From"] == settings.DEFAULT_FROM_EMAIL
    assert mail["Message-ID"] == f"<{row.token}@contratrata.example>"
    assert (mail["Auto-Submitted"], mail["Reply-To"]) == ("auto-generated", "ayuda@contratrata.example")
    assert mail["List-Unsubscribe"] == f"<{settings.SITE_ADDRESS}/cuenta/correos/>"
    html = mail.get_payload(1)
    assert html.get_content_type() == "text/html"
    page = html.get_payload(decode=True).decode()
    assert '<html lang="es">' in page
    assert "<img" not in page
    assert "src=" not in page
    _to("test.link", cast.ana)
    assert sweep() == 1
    assert post.taken[1]["List-Unsubscribe"] is None


def test_what_ended_long_ago_is_forgotten(cast: Cast, post: Post, noon: time_machine.Traveller) -> None:
    _to("test.link", cast.ana)
    assert sweep() == 1
    noon.shift(30 * DAY)
    forget_old()
    assert _states() == ["sent"]
    noon.shift(dt.timedelta(seconds=1))
    forget_old()
    assert _states() == []


def _child(settings: Any) -> "subprocess.Popen[bytes]":
    """A process of its own that sends what waits, as the worker's login."""
    environment = os.environ | {
        "CONTRATRATA_LOGIN": "worker",
        "CONTRATRATA_EMAIL_BACKEND": settings.EMAIL_BACKEND,
        "CONTRATRATA_EMAIL_HOST": settings.EMAIL_HOST,
        "CONTRATRATA_EMAIL_PORT": str(settings.EMAIL_PORT),
        "DJANGO_SETTINGS_MODULE": "contratrata.settings",
        "PYTHONPATH": str(house.ROOT / "src"),
    }
    code = "import django; django.setup(); from contratrata.ground.outbox.delivery import sweep; sweep()"
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def _killed_while_sending(post: Post, settings: Any, before: int) -> None:
    """The server has the mail; the process dies before it could write that down."""
    post.hangs = True
    process = _child(settings)
    end = threading.Event()
    for _turn in range(400):
        if len(post.taken) > before or process.poll() is not None:
            break
        end.wait(0.1)
    assert len(post.taken) == before + 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    post.hangs = False


@pytest.mark.real_commits
def test_a_kill_between_the_server_and_the_row_makes_at_most_one_marked_copy(
    real_cast: Cast, post: Post, settings: Any
) -> None:
    outbox.send(mail_kind := "account.password_changed", outbox.To(real_cast.ana.user.id), link="/cuenta/")
    _killed_while_sending(post, settings, 0)
    [row] = messages(kind=mail_kind)
    assert row.state == "sending"
    assert sweep() == 0  # it may still be going out
    with time_machine.travel(dt.datetime.now(dt.UTC) + delivery.ORPHANED + MINUTE, tick=False):
        assert sweep() == 1
        assert sweep() == 0
    [row] = messages(kind=mail_kind)
    assert (row.state, row.repeated, row.attempts) == ("sent", True, 2)
    assert len({mail["Message-ID"] for mail in post.taken}) == 1
    assert len(post.taken) == 2


@pytest.mark.real_commits
def test_what_kills_the_process_twice_is_given_up(real_cast: Cast, post: Post, settings: Any) -> None:
    outbox.send("account.password_changed", outbox.To(real_cast.ana.user.id), link="/cuenta/")
    _killed_while_sending(post, settings, 0)
    with acting(delivery.SENDER):
        Message.objects.update(claimed_at=dt.datetime.now(dt.UTC) - delivery.ORPHANED - MINUTE)
    _killed_while_sending(post, settings, 1)
    with time_machine.travel(dt.datetime.now(dt.UTC) + delivery.ORPHANED + MINUTE, tick=False):
        assert sweep() == 0
    [row] = messages()
    assert (row.state, row.failure) == ("failed", "interrupted")
    assert len(post.taken) == 2
    with acting(delivery.SENDER):
        verbs = list(MessageMove.objects.order_by("at", "id").values_list("verb", flat=True))
    assert sorted(verbs) == ["claim", "claim", "give_up", "put_back", "queue"]


def test_a_mail_without_account_waits_for_the_morning_of_its_reader_and_is_stopped_by_one_click(
    cast: Cast, post: Post
) -> None:
    with time_machine.travel("2026-11-24 12:30:00+00:00", tick=False):  # 06:30 in Guatemala, 13:30 in Madrid
        for zone in ("America/Guatemala", "Europe/Madrid"):
            outbox.send("test.other", outbox.To(address=f"{zone[-6:]}@gt.example", time_zone=zone,
                                                unsubscribe="/es/parar/abc/"), link="/uno/")  # fmt: skip
    with time_machine.travel("2026-11-24 12:31:00+00:00", tick=False):
        assert sweep() == 1
    (mail,) = post.taken
    assert str(mail["To"]).startswith("Madrid")
    assert str(mail["List-Unsubscribe"]).endswith("/es/parar/abc/>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = mail.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "No recibir más avisos como este" in text
    with time_machine.travel("2026-11-24 13:00:00+00:00", tick=False):
        assert sweep() == 1
