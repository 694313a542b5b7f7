"""How cases come in from files: HTCDS workbooks, answers of its form, sheets with the same columns."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import Scope
from contratrata.ground.imports.public import Importer, Reading, Understood, register
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import Organisation, Role
from contratrata.ground.sheets.public import SourceRow

from .. import hooks
from ..htcds.fields import by_name
from ..htcds.public import HEADERS, Defaults, date_orders, interpret
from ..inputs import NewCase
from ..models import Case
from ..operations import register_cases, remove_cases
from ..operations.registering import check_case, check_responsible
from ..queries import COLLEAGUES, known_sources
from .mapping import SOURCE, new_case

#: Fields as people know them, where the spellings of `htcds.fields` do not end with that word.
_LABELS = {
    "prs_FirstName": _("Nombres"),
    "prs_SecondName": _("Apellidos"),
    "prs_Birthdate": _("Fecha de nacimiento"),
    "prs_Citizenship": _("Nacionalidad"),
    "prs_IdentityNumber": _("Documento"),
    "x_SecondSurname": _("Segundo apellido"),
    "x_Alias": _("Alias"),
    "x_Age": _("Edad"),
    "x_ExploitationFrom": _("Inicio de la explotación"),
    "x_RegisteredOn": _("Fecha de registro"),
    "cas_Status": _("Estado del caso"),
    "cas_ReasonForIncomingReferral": _("Motivo de la derivación recibida"),
    "cas_ReasonForOutgoingReferral": _("Motivo de la derivación enviada"),
    "cas_OutgoingReferralDate": _("Fecha de derivación enviada"),
}
#: The same for what an operation refuses (the names of its fields).
_REFUSED = {
    "given_names": _("Nombres"),
    "first_surname": _("Apellidos"),
    "second_surname": _("Segundo apellido"),
    "alias": _("Alias"),
    "birth_date": _("Fecha de nacimiento"),
    "age_years": _("Edad"),
    "exploited_from": _("Inicio de la explotación"),
    "registered_at": _("Fecha de registro"),
    "arrived_on": _("Fecha de derivación recibida"),
    "documents": _("Documento"),
}


class CaseImporter(Importer[NewCase]):
    """Brings cases: a row becomes a case as far as it is certain, by the operation the form calls."""

    key = "cases"
    namespace = "imports"
    roles = (Role.CASEWORKER, Role.SUPERVISOR)
    overseers = (Role.SUPERVISOR,)
    headers = HEADERS
    title = _("Traer casos de un archivo")
    short = _("Traer casos")
    lead = _("Primero verá qué se entendió y qué no. Nada entra a los casos hasta que usted lo decida.")
    home: ClassVar = ("cases:list", _("Casos"), _("Ver los casos"))
    help_template = "cases/imports/help.html"
    responsible = _("Quién responderá por estos casos")
    before_reversing = _(
        "Se quitan todos, con los datos de sus personas, que ya nadie podrá leer. "
        "Después puede traer el archivo de nuevo."
    )

    def noun(self, number: int) -> str:
        return ngettext("caso", "casos", number)

    def prepare(self, rows: Iterable[SourceRow], organisation_id: uuid.UUID) -> dict[str, Any]:
        """In what order each column writes its dates; the country that «su país» means."""
        month_first, mixed = date_orders(rows)
        country = Organisation.objects.values_list("country", flat=True).get(id=organisation_id)
        return {"country": country, "month_first": sorted(month_first), "mixed_dates": sorted(mixed)}

    def understand(self, row: SourceRow, reading: Reading) -> Understood[NewCase]:
        """The case a row would become."""
        read = interpret(row, _defaults(reading.today, reading.about))
        case = new_case(read, key=reading.key, responsible_id=reading.responsible_id, today=reading.today)
        names = filter(None, (read.given_names, read.surname, read.second_surname))
        return Understood(case, read.findings, " ".join(names) or read.alias)

    def problem(self, values: NewCase) -> str:
        """Why no case can begin with this."""
        try:
            check_case(values)
        except DomainError as error:
            return self.refused(error)
        return ""

    def apply(self, batch: Sequence[NewCase]) -> Sequence[uuid.UUID]:
        """Register the cases."""
        return [case.id for case in register_cases(batch)]

    def reverse(self, ids: list[uuid.UUID]) -> int:
        """Remove the cases with their persons."""
        return remove_cases(ids)

    def known(self, scope: Scope, keys: Collection[str]) -> Collection[str]:
        """The sources of cases that are here."""
        return known_sources(scope, SOURCE, keys)

    def worked_on(self, organisation_id: uuid.UUID, rows: "QuerySet[Any, Any]") -> list[str]:
        """The codes of the cases somebody worked on since, here or in packages above."""
        cases = Case.objects.filter(organisation_id=organisation_id, id__in=rows)
        edited = cases.filter(Q(version__gt=1) | ~Q(touched_at=F("registered_at")))
        codes = set(edited.values_list("code", flat=True))
        if held := hooks.held_cases(list(cases.values_list("id", flat=True))):
            codes |= set(cases.filter(id__in=held).values_list("code", flat=True))
        return sorted(codes)

    def url_of(self, made_id: uuid.UUID) -> str:
        """The page of the case."""
        return reverse("cases:detail", args=[made_id])

    def label_of(self, field: str) -> str:
        """A field as people know it; a header that is no field as it was written."""
        if label := _LABELS.get(field) or _REFUSED.get(field):
            return str(label)
        known = by_name().get(field)
        if known is None or not known.labels:
            return field
        if (get_language() or "").startswith("en"):
            return next((label for label in known.labels if "_" not in label), known.labels[-1])
        return known.labels[-1]

    def colleagues(self, scope: Scope) -> Offer:
        """Those who work on cases here."""
        return Offer(COLLEAGUES, scope)

    def check_responsible(self, user_id: uuid.UUID, scope: Scope) -> None:
        """Whoever answers for a case works on cases here."""
        check_responsible({user_id}, scope)


def _defaults(today: dt.date, about: Any) -> Defaults:
    return Defaults(
        today=today,
        country=about.get("country"),
        month_first=frozenset(about.get("month_first", ())),
        mixed_dates=frozenset(about.get("mixed_dates", ())),
        epoch1904=bool(about.get("epoch1904")),
    )


CASES = CaseImporter()
register(CASES)
