"""The list of first contacts: calls and visits of two minutes, and which of them became a case."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Order
from contratrata.ground.network.public import user_names
from contratrata.ground.vault import public as vault

from . import queries, rules
from .file.contact import CONTACT, values_under
from .models import FirstContact
from .sections import word_of, words_of


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One row: the contact and who took it."""

    contact: FirstContact
    by: str
    answers: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def rows(scope: Scope, contacts: Sequence[FirstContact]) -> list[Row]:
    """Contacts already found visible, as rows; one query."""
    names = user_names(contact.by_id for contact in contacts)
    return [Row(one, names.get(one.by_id, "") if one.by_id else "") for one in contacts]


def _with_answers(_scope: Scope, query: Sequence[Row]) -> list[Row]:
    """The rows with everything that was noted down; one query."""
    sealers = vault.open_subjects(row.contact.subject_id for row in query)
    return [
        dataclasses.replace(row, answers=values_under(row.contact, sealers.get(row.contact.subject_id)))
        for row in query
    ]


#: Everything that was noted down, besides what the list shows; what is sealed leaves as identities do.
ANSWERS = lists.More[Row](
    label=_l("Con todo lo anotado; lo que puede identificar, solo si usted puede y lo pide"),
    columns=tuple(
        lists.fact_column(
            fact, lambda row: row.answers, name=f"answer_{fact.name}", identity=fact.sealed, page=False
        )
        for fact in CONTACT.facts
        if fact.name not in {"channel", "asked_for"}
    ),
    fill=_with_answers,
)


def _code(row: Row) -> Any:
    url = reverse("cases:contact", args=[row.contact.id])
    done = lists.cells.tag(_("Ya es un caso"), "done") if row.contact.case_id else ""
    return [lists.cells.linked(row.contact.code, url), done]


CONTACTS = lists.List[FirstContact, Row](
    name="contacts",
    title=_l("Primeros contactos"),
    back=lists.Back(_l("Casos"), "cases:list"),
    visible=queries.contacts_visible_to,
    rows=rows,
    columns=(
        Column[Row](
            name="code", label=_l("Código"), value=lambda row: row.contact.code, cell=_code, order="code"
        ),
        Column[Row](name="at", label=_l("Cuándo"), value=lambda row: row.contact.at, order="newest"),
        Column[Row](
            name="channel",
            label=_l("Cómo llegó"),
            value=lambda row: word_of("arrival_channel", row.contact.channel),
        ),
        Column[Row](
            name="needs",
            label=_l("Qué necesita"),
            value=lambda row: words_of("service_kind", row.contact.asked_for),
        ),
        Column[Row](name="by", label=_l("Quién atendió"), value=lambda row: row.by),
    ),
    filters=(
        lists.ticked("sin_caso", _l("Solo los que todavía no son un caso"), Q(case__isnull=True)),
        lists.choice(
            "llego",
            _l("Cómo llegó"),
            lambda _scope: [(term.code, term.label.here()) for term in vocabulary("arrival_channel").terms()],
            "channel",
            empty=_l("De cualquier manera"),
        ),
        *lists.days("desde", "hasta", "at", (_l("Desde"), _l("Hasta")), moments=True),
    ),
    orders=(
        Order("newest", _l("Lo más reciente primero"), ("-at", "id")),
        Order("code", _l("Código"), ("code",)),
    ),
    counted=lambda number: ngettext("%(n)s contacto", "%(n)s contactos", number) % {"n": number},
    event="case.listed",
    kind="first_contact",
    empty={
        "": lists.Empty(
            _l("No hay primeros contactos"),
            _l("Una llamada o una visita de dos minutos se anota sin abrir un caso."),
            _l("Anotar el primero"),
            "cases:contact_new",
        )
    },
    export=lists.Export(
        event="contact.exported",
        name="primeros-contactos",
        may=lambda scope: rules.may("export", scope),
        identities=lambda scope: rules.may("export_identities", scope),
        more=ANSWERS,
    ),
    template="cases/contacts.html",
)
