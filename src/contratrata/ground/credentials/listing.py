"""The list of what an organisation certified."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column
from contratrata.ground.ui.parts import State
from contratrata.ground.vault import public as vault

from .models import Credential
from .rules import ISSUERS


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A credential as a row of the list; None: its holder was erased."""

    row: Credential
    name: str | None

    @property
    def state(self) -> str:
        """How it stands."""
        if self.row.revoked_at is not None:
            return _("Retirado")
        return _("Firmado") if self.row.signed_at else _("Por firmar")


def visible_to(scope: Scope) -> QuerySet[Credential]:
    """What the acting organisation certified, for who issues there; none for anybody else."""
    if scope.organisation_id is None or not scope.has(*ISSUERS):
        return Credential.objects.none()
    return Credential.objects.filter(organisation_id=scope.organisation_id)


def _rows(_scope: Scope, rows: Sequence[Credential]) -> list[Line]:
    sealers = vault.open_subjects(row.subject_id for row in rows)
    return [
        Line(row, row.open(sealer, "name")["name"] if (sealer := sealers.get(row.subject_id)) else None)
        for row in rows
    ]


def _name(line: Line) -> Any:
    url = reverse("credentials:one", args=[line.row.id])
    return lists.cells.linked(line.name or _("Titular que se borró"), url)


def _state(line: Line) -> Any:
    look: State = "late" if line.row.revoked_at else "done" if line.row.signed_at else "wait"
    return lists.cells.tag(line.state, look)


CREDENTIALS = lists.List[Credential, Line](
    name="credentials",
    title=_l("Certificados emitidos"),
    lead=_l("Lo que su organización certificó. Cada titular decide qué se muestra de lo suyo."),
    visible=lambda scope: visible_to(scope).select_related("award"),
    rows=_rows,
    columns=(
        Column[Line](name="name", label=_l("A nombre de"), value=lambda line: line.name or "", cell=_name),
        Column[Line](name="what", label=_l("Por"), value=lambda line: str(line.row.award.name)),
        Column[Line](name="at", label=_l("Emitido"), value=lambda line: line.row.at),
        Column[Line](name="state", label=_l("Estado"), value=lambda line: line.state, cell=_state),
    ),
    filters=(*lists.days("desde", "hasta", "at", (_l("Emitido desde"), _l("Emitido hasta")), moments=True),),
    orders=(lists.Order("newest", _l("Lo último"), ("-at", "id")),),
    counted=lambda n: ngettext("%(n)s certificado", "%(n)s certificados", n) % {"n": n},
    empty={
        "": lists.Empty(
            _l("Todavía no se emitió ningún certificado"),
            _l("Aquí estarán los de quienes completen sus encuentros y cursos."),
        )
    },
    event="credential.listed",
    template="credentials/list.html",
)
