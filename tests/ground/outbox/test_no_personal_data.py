"""No mail carries personal data: every mail of a whole world, in both languages, is searched for its odd words."""

import json

import pytest
from django.db import connection

import scenario
from cast import Cast
from contratrata.doors.noticeboard import jobs
from contratrata.ground.base.scope import acting
from contratrata.ground.notices import public as notices
from contratrata.ground.outbox import delivery, kinds, render
from contratrata.ground.outbox.models import Message
from contratrata.ground.outbox.sending import NOBODY, Content


def _tell() -> None:
    """Every notice that was left becomes mails, as the worker does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = %s", [notices.MAIL_TASK])
        waiting = [json.loads(args) for (args,) in cursor.fetchall()]
    for args in waiting:
        jobs.mail(**args)


def _texts() -> list[tuple[str, str]]:
    """Every mail that waits, whole, as it would go out: (kind, text)."""
    texts = []
    with acting(delivery.SENDER):
        for row in Message.objects.exclude(sealed=b"").order_by("id"):
            one = render.Carried(row, kinds.kind_of(row.kind), Content.of(row))
            for language in ("es", "en"):
                mail = render.mail([one], "nadie@gt.example", language)
                html = "".join(str(part.content) for part in mail.alternatives)
                heads = " ".join(f"{name}: {value}" for name, value in mail.message().items())
                texts.append((row.kind, f"{heads}\n{mail.subject}\n{mail.body}\n{html}"))
    return texts


@pytest.fixture
def world(cast: Cast) -> scenario.World:
    return scenario.build(cast, committed=False)


def test_no_mail_of_a_whole_world_says_anything_of_anybody(world: scenario.World) -> None:
    _tell()
    texts = _texts()
    kinds_seen = {kind for kind, _text in texts}
    assert {"notices.waiting", "network.invited", "network.factor_help_asked"} <= kinds_seen
    # The people of the network are not named either, nor the organisations: who reads along learns nothing.
    people = [getattr(world.cast, name).user.name for name in ("ana", "beatriz", "diana", "gloria")]
    odd = [*scenario.SECRETS, *people, world.cast.refugio.name, world.cast.horizonte.name, "Nora Ejemplo"]
    leaks = [(kind, word) for kind, text in texts for word in odd if word in text]
    assert leaks == []


def test_a_sentence_has_room_for_nothing_but_what_is_public() -> None:
    """Declared words are fixed; the values they may hold are checked where a mail is wanted."""
    values = {
        "code": "GT-2222-3333",
        "organisation": "Casa",
        "title": "Taller",
        "when": "jue 3 dic, 10:00",
        "pending": "¿Quién acompaña?",
    }
    for kind in kinds.declared().values():
        if kind.name != NOBODY:
            assert kind.words(values)
            assert str(kind.subject)
            assert str(kind.footer)
