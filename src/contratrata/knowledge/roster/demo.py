"""What the demonstration shows of the roster: members of three countries, each by her own yes. All invented."""

from typing import Any

from contratrata.ground.base.scope import Scope, acting, realm
from contratrata.ground.network.public import Membership, Organisation, Role, job_scope, scope_of

from . import operations
from .models import QUESTIONS
from .queries import own

#: By country: subjects, countries, languages, her own words.
_TOLD = {
    "GTM": (
        "Identificación; Asesoría legal y justicia",
        "Guatemala; México",
        "Español; K’iche’",
        "Acompaño procesos penales desde hace años (ficticio).",
    ),
    "CRI": (
        "Albergues; Atención psicosocial",
        "Costa Rica; Panamá",
        "Español; Inglés",
        "Pregunten por turnos de noche y cuidado del equipo (ficticio).",
    ),
    "HND": (
        "Niñez y adolescencia; Prevención",
        "Honduras",
        "Español",
        "Trabajo con escuelas y radios de la comunidad (ficticio).",
    ),
}


def demonstrate(_scope: Scope) -> int:
    """One member each says yes; the same once. Returns how many there are."""
    number = 0
    for country, texts in _TOLD.items():
        there = Organisation.objects.filter(realm=realm(), left_at=None, country=country)
        organisation = there.order_by("id").first()
        member = _member(organisation) if organisation else None
        if member is None:
            continue
        named = ("subjects", "countries", "languages", "words")
        values: dict[str, Any] = {
            name: QUESTIONS.fact(name).kind.read(text) for name, text in zip(named, texts, strict=True)
        }
        with acting(scope_of(member)) as scope:
            if own(scope) is None:
                operations.consent(values=values, agreed=True)
        number += 1
    return number


def _member(organisation: Organisation) -> Membership | None:
    with acting(job_scope(organisation)):  # its staff is read by itself alone
        staff = Membership.objects.select_related("organisation").filter(
            organisation=organisation, ended_at=None, roles__overlap=[Role.SUPERVISOR, Role.FOCAL_POINT]
        )
        return staff.order_by("id").first()
