"""What a user who stops working on cases leaves open: cases, next steps of others' cases, unfinished registrations.

The administration reads it, which sees no person: cases are named by their codes.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.base.open_things import OpenThing, OpenThings, ThingAnswers
from contratrata.ground.base.scope import Scope, organisation_id, required
from contratrata.ground.network.public import Role
from contratrata.ground.ui.deadlines import moment_words

from . import operations, queries
from .models import Case, NextStep, Registration
from .states import STILL_OPEN, CaseState

#: The answer of who does not choose a colleague.
NOBODY = "supervision"
PassOn = Callable[..., object]


def left_by(user_id: uuid.UUID) -> list[OpenThings]:
    """Everything that would wait for nobody, with those who may go on with it."""
    acting = required()
    others = queries.colleagues(acting).exclude(user_id=user_id)
    named = others.order_by("user__name", "id").values_list("user_id", "user__name")
    takers = [(str(key), name) for key, name in named]
    supervised = others.filter(roles__contains=[Role.SUPERVISOR]).exists()
    supervision = _("Supervisión lo decide") if supervised else _("Nadie todavía: sin responsable")
    return [
        OpenThings(
            name="casos",
            title=_("Casos abiertos"),
            question=_("¿Quién responde desde ahora?"),
            things=_cases(acting, user_id),
            **_answers(takers, supervision, user_id, operations.pass_on),
        ),
        OpenThings(
            name="pasos",
            title=_("Siguientes pasos en casos de otras personas"),
            question=_("¿Quién lo hace?"),
            things=_steps(user_id),
            **_answers(takers, _("Quien responde por cada caso"), user_id, operations.pass_steps_on),
        ),
        OpenThings(
            name="registros",
            title=_("Registros sin terminar"),
            question=_("¿Quién sigue?"),
            things=_registrations(user_id),
            **_answers(takers, supervision, user_id, operations.pass_registrations_on),
        ),
    ]


def _answers(
    takers: list[tuple[str, str]], otherwise: str, user_id: uuid.UUID, act: PassOn
) -> dict[str, Any]:
    def answer(answers: ThingAnswers) -> None:
        to: Mapping[uuid.UUID, uuid.UUID | None] = {
            uuid.UUID(thing): None if entry == NOBODY else uuid.UUID(entry)
            for thing, entry in answers.items()
        }
        if to:
            act(user_id, to=to)

    return {"choices": [(NOBODY, otherwise), *takers], "first": NOBODY, "answer": answer}


def _cases(acting: Scope, user_id: uuid.UUID) -> list[OpenThing]:
    rows = queries.visible_to(acting).filter(responsible_id=user_id, state__in=STILL_OPEN).order_by("code")
    return [
        OpenThing(str(key), f"{code}, {CaseState(state).label}")
        for key, code, state in rows.values_list("id", "code", "state")
    ]


def _steps(user_id: uuid.UUID) -> list[OpenThing]:
    others = Case.objects.filter(organisation_id=organisation_id()).exclude(responsible_id=user_id)
    rows = NextStep.objects.filter(
        organisation_id=organisation_id(),
        assigned_to_id=user_id,
        done_at__isnull=True,
        case__in=others.values("id"),
    )
    return [
        OpenThing(str(key), code) for key, code in rows.order_by("case__code").values_list("id", "case__code")
    ]


def _registrations(user_id: uuid.UUID) -> list[OpenThing]:
    rows = Registration.objects.filter(organisation_id=organisation_id(), user_id=user_id)
    return [
        OpenThing(str(key), _("Empezado %s") % moment_words(started_at))
        for key, started_at in rows.order_by("started_at", "id").values_list("id", "started_at")
    ]
