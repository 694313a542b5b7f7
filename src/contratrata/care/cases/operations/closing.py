"""What stands open in a case when it is closed, each with the answers that it may get."""

import uuid
from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.open_things import OpenThing, OpenThings, ThingAnswers
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import organisation_names
from contratrata.ground.vault.public import Sealer

from .. import hooks
from ..models import Case, Consent, Need, NextStep
from . import _common
from .consenting import withdraw_consent
from .planning import finish_next_step, leave_need_unmet, meet_need, withdraw_need

#: The person chose to stop: what she let others see is asked about too.
PERSON_WITHDREW = "person_withdrew"
#: What is proposed for an open need, by the reason of the closing.
_NEEDS = {
    "plan_completed": "met",
    "reintegrated": "met",
    PERSON_WITHDREW: "withdrawn",
    "lost_contact": "unmet",
}
_ACTS: dict[str, Callable[[uuid.UUID], object]] = {
    "met": meet_need,
    "unmet": leave_need_unmet,
    "withdrawn": withdraw_need,
    "done": finish_next_step,
    "withdraw": withdraw_consent,
}


def open_of(case: Case, reason: str) -> list[OpenThings]:
    """What stands open in this case: its next step, its needs, what packages above do with it, what is shared."""
    sealer = _common.sealer_of(case)
    result = [_step(case, sealer), _needs(case, reason), *hooks.open_of_case(case, reason)]
    if reason == PERSON_WITHDREW:
        result.append(_consents(case))  # the last: what was withdrawn ends with it
    return [one for one in result if one.things]


def _step(case: Case, sealer: Sealer) -> OpenThings:
    rows = NextStep.objects.filter(case=case, done_at__isnull=True)
    return OpenThings(
        name="paso",
        title=_("Siguiente paso"),
        question=_("¿Qué pasó?"),
        things=[OpenThing(str(row.id), row.open(sealer, "what")["what"]) for row in rows],
        choices=(("done", _("Ya se hizo")), ("ends", _("Termina con el caso, sin hacerse"))),
        answer=_each,
    )


def _needs(case: Case, reason: str) -> OpenThings:
    kinds = vocabulary("service_kind")
    rows = Need.objects.filter(case=case, state=Need.State.OPEN).order_by("at", "id")
    return OpenThings(
        name="necesidades",
        title=_("Necesidades abiertas"),
        question=_("¿Qué pasó?"),
        things=[
            OpenThing(str(row.id), kinds.label(row.kind) if kinds.has(row.kind) else row.kind) for row in rows
        ],
        choices=(
            ("met", _("Se atendió")),
            ("unmet", _("Nadie pudo atenderlo")),
            ("withdrawn", _("Ya no hace falta o no se quiere")),
        ),
        first=_NEEDS.get(reason, ""),
        answer=_each,
    )


def _consents(case: Case) -> OpenThings:
    standing = Q(until__isnull=True) | Q(until__gte=clock.today())
    rows = list(
        Consent.objects.filter(standing, case=case, withdrawn_at__isnull=True, legal_duty=False).order_by(
            "at", "id"
        )
    )
    names = organisation_names(row.recipient_id for row in rows if row.recipient_id)
    return OpenThings(
        name="permisos",
        title=_("Lo que permitió"),
        question=_("¿También retira lo que permitió?"),
        things=[OpenThing(str(row.id), _permission(row, names)) for row in rows],
        choices=(
            ("withdraw", _("Sí: se cierra ahora mismo lo compartido, y se avisa a quien lo veía")),
            ("stands", _("No: sigue valiendo como se dio")),
        ),
        answer=_each,
    )


def _permission(row: Consent, names: dict[uuid.UUID, str]) -> str:
    purposes = vocabulary("consent_purpose")
    what = purposes.label(row.purpose) if purposes.has(row.purpose) else row.purpose
    name = names.get(row.recipient_id, "") if row.recipient_id else ""
    return f"{what}: {name}" if name else what


def _each(answers: ThingAnswers) -> None:
    """Do what was answered; an answer without an act leaves the thing as it is."""
    for thing_id, answer in answers.items():
        act = _ACTS.get(answer)
        if act is not None:
            act(uuid.UUID(thing_id))
