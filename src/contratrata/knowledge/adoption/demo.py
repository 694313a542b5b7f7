"""What the demonstration shows of adoption: interest, an answer, a pilot, an adoption, a lesson. All invented."""

import datetime as dt
import uuid
from typing import Any

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, acting
from contratrata.knowledge.practices.public import Practice, members_with, standing

from . import asking, learning, operations
from .models import Adoption, Request
from .rules import SPEAKERS

#: How far the organisations go, in turn: the steps of each, and how many days ago it took the last.
_PATHS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("analyse", "pilot"), 190),
    ((), 2),
    (("analyse", "pilot", "adopt"), 60),
    (("analyse",), 20),
    (("analyse", "drop"), 40),
)
_WORDS = "¿Nos enseñan su acuerdo y su turno de guardia? (Pregunta inventada para la demostración.)"
_WORDS = "Acta inventada para la demostración"
_LESSONS = (
    (
        "Sin guardia nocturna no hay mesa (inventado)",
        "El primer mes, 4 de 11 avisos llegaron de noche y esperaron.",
    ),
    (
        "El acuerdo tardó más que la práctica (inventado)",
        "Siete meses para cinco firmas. Conviene empezar por un acta.",
    ),
)
#: Practices that get adoptions, and organisations that take up one.
PRACTICES, ORGANISATIONS = 6, 3


def demonstrate(scope: Scope) -> int:
    """Let other organisations take up practices that passed their review, once. Returns how many are."""
    speakers = members_with(SPEAKERS)
    n = 0
    for practice in standing(scope).order_by("id")[:PRACTICES]:
        others = [one for one in speakers if one.organisation_id != practice.organisation_id]
        turned = others[n % len(others) :] + others[: n % len(others)] if others else []
        for speaker in turned[:ORGANISATIONS]:
            _take_up(speaker, practice, n)
            n += 1
        _answer_first(practice, speakers)
    return Adoption.objects.count()


def _take_up(speaker: Scope, practice: Practice, n: int) -> None:
    with acting(speaker):
        token = uuid.uuid5(practice.id, f"adoption:{speaker.organisation_id}")
        if Adoption.objects.filter(once=token).exists():
            return
        row = operations.want(practice.id, words=_WORDS, token=token)
        verbs, days = _PATHS[n % len(_PATHS)]
        for k, verb in enumerate(verbs):
            day = clock.today() - dt.timedelta(days=days + 30 * (len(verbs) - 1 - k))
            row = operations.take_step(row.id, verb, values=_step(day), expected_version=row.version)
        if verbs[-1:] in (("pilot",), ("adopt",)):
            operations.name(row.id, is_named=True)
            title, words = _LESSONS[n % len(_LESSONS)]
            values = {"kind": "lesson", "title": title, "words": words, "moment": "pilot"}
            learning.learn(row.id, values=values, token=uuid.uuid5(row.id, "learned"))


def _step(day: dt.date) -> dict[str, Any]:
    return {
        "happened_on": day,
        "said_by": _WORDS,
        "evidence": "Convenio inventado para la demostración.",
        "result": "Resultado inventado para la demostración.",
    }


def _answer_first(practice: Practice, speakers: list[Scope]) -> None:
    """Who wrote it answers the first of its requests and publishes nothing; the others wait in its home."""
    author = next((one for one in speakers if one.organisation_id == practice.organisation_id), None)
    if author is None:
        return
    with acting(author):
        first = (
            Request.objects.filter(practice_id=practice.id, asked_id=practice.organisation_id)
            .order_by("id")
            .first()
        )
        if first is not None:
            words = "Con gusto: escriban a nuestra secretaría técnica. (Respuesta inventada.)"
            asking.answer(first.id, words=words, token=uuid.uuid5(first.id, "answer"))
