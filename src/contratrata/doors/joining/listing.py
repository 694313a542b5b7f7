"""The list of those who ask to join, for who coordinates."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import country_name
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column
from contratrata.ground.network.public import Role
from contratrata.ground.vault import public as vault

from .models import JoinRequest
from .states import Answer


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A request as a row of the list."""

    request: JoinRequest
    name: str

    @property
    def answer(self) -> str:
        """What was answered, in words."""
        return str(Answer(self.request.answer).label)


def visible_to(scope: Scope) -> QuerySet[JoinRequest]:
    """What was asked of the acting coordination; none for anybody else."""
    if scope.organisation_id is None or not scope.has(Role.COORDINATION):
        return JoinRequest.objects.none()
    return JoinRequest.objects.filter(organisation_id=scope.organisation_id)


def _rows(_scope: Scope, rows: Sequence[JoinRequest]) -> list[Line]:
    sealer = vault.ring().drafts() if rows else None
    return [Line(row, row.open(sealer, "name")["name"]) for row in rows] if sealer else []


def _name(line: Line) -> Any:
    return lists.cells.linked(line.name, reverse("joining:request", args=[line.request.id]))


REQUESTS = lists.List[JoinRequest, Line](
    name="joining",
    title=_l("Quién pide unirse"),
    lead=_l("Organizaciones que escribieron desde la página pública. Lea, hable con ellas y responda."),
    visible=visible_to,
    rows=_rows,
    columns=(
        Column[Line](name="name", label=_l("Organización"), value=lambda line: line.name, cell=_name),
        Column[Line](name="country", label=_l("País"), value=lambda line: country_name(line.request.country)),
        Column[Line](name="at", label=_l("Escribió"), value=lambda line: line.request.at),
        Column[Line](name="answer", label=_l("Respuesta"), value=lambda line: line.answer),
    ),
    filters=(
        lists.choice(
            "respuesta", _l("Respuesta"), lambda _scope: Answer.choices, "answer", empty=_l("Todas")
        ),
    ),
    orders=(lists.Order("newest", _l("Lo último"), ("-at", "id")),),
    counted=lambda n: ngettext("%(n)s petición", "%(n)s peticiones", n) % {"n": n},
    empty={
        "": lists.Empty(
            _l("Nadie ha escrito todavía"),
            _l(
                "Cuando una organización escriba desde «Unirse a la red», aparecerá aquí y usted recibirá un aviso."
            ),
        )
    },
    event="joining.listed",
)
