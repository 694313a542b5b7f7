"""The lists of the network: organisations, who works in one's own, and who asks for help with a lost factor."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.accounts.public import FactorHelp
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import UnknownCode, area_name, country_name, sort_key, vocabulary
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Empty, Order

from . import lost_factor, queries, rules
from .agreements import annotate_agreed
from .models import Membership, Organisation
from .roles import Role


def kind_words(kind: str) -> str:
    """The kind of an organisation in words; "" for one of another vocabulary."""
    kinds = vocabulary("org_kind")
    return kinds.label(kind) if kinds.has(kind) else ""


def place_words(country: str, area: str) -> str:
    """«Zacapa, Guatemala», as far as it is known."""
    try:
        return ", ".join(filter(None, [area_name(area) if area else "", country_name(country)]))
    except UnknownCode:
        return country


def role_words(roles: Sequence[str]) -> str:
    """The functions in words, in the order of the house."""
    return ", ".join(str(role.label) for role in Role if role.value in roles)


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the network as a row; `own`: the reader's."""

    organisation: Organisation
    agreed: bool
    own: bool

    @property
    def name(self) -> str:
        """Its name, and whether it is the reader's own."""
        name = self.organisation.name
        return _("%(name)s (la suya)") % {"name": name} if self.own else name


def _members(scope: Scope, rows: Sequence[Organisation]) -> list[Member]:
    return [Member(row, bool(getattr(row, "agreed", False)), row.pk == scope.organisation_id) for row in rows]


def _countries(scope: Scope) -> list[tuple[str, str]]:
    """The countries where there is an organisation, in the order of the reader's language."""
    rows = queries.organisations_visible_to(scope).order_by().values_list("country", flat=True).distinct()
    return sorted(((code, place_words(code, "")) for code in rows), key=lambda pair: sort_key(pair[1]))


ORGANISATIONS = lists.List[Organisation, Member](
    name="organisations",
    title=_l("Organizaciones de la red"),
    lead=_l("Quién forma parte, y quién puede recibir derivaciones."),
    visible=lambda scope: annotate_agreed(queries.organisations_visible_to(scope)),
    rows=_members,
    columns=(
        Column[Member](name="name", label=_l("Organización"), value=lambda row: row.name),
        Column[Member](name="kind", label=_l("Tipo"), value=lambda row: kind_words(row.organisation.kind)),
        Column[Member](
            name="place",
            label=_l("Lugar"),
            value=lambda row: place_words(row.organisation.country, row.organisation.area),
        ),
        Column[Member](
            name="agreed",
            label=_l("Acuerdo"),
            value=lambda row: _("Vigente") if row.agreed else _("Sin firmar: no recibe derivaciones"),
        ),
    ),
    filters=(
        lists.text("palabras", _l("Nombre o parte del nombre"), "name__icontains"),
        lists.choice("pais", _l("País"), _countries, "country", empty=_l("Todos")),
    ),
    orders=(Order("name", _l("Nombre"), ("name", "id")),),
    counted=lambda number: ngettext("%(n)s organización", "%(n)s organizaciones", number) % {"n": number},
    size=50,
    empty={
        "": Empty(_l("Todavía no hay organizaciones"), _l("La coordinación de la red las invita.")),
    },
    nothing_matches=Empty(
        _l("Ninguna organización con esos datos"), _l("Escriba menos letras o quite el país.")
    ),
    export=lists.Export(
        event="organisation.exported", name="organizaciones", may=lambda _scope: True, grave=False
    ),
    template="network/organisations.html",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """One person of the staff as a row; `herself`: who reads."""

    membership: Membership
    herself: bool
    may_change: bool


def _people(scope: Scope, rows: Sequence[Membership]) -> list[Person]:
    may = rules.may_manage_staff(scope)
    return [Person(row, row.user_id == scope.user_id, may) for row in rows]


def _person_name(row: Person) -> Any:
    name = row.membership.user.name
    return _("%(name)s (usted)") % {"name": name} if row.herself else name


def _person_acts(row: Person) -> Any:
    url = reverse("network:change_roles", args=[row.membership.pk])
    return lists.cells.verb(url, _("Cambiar funciones"), row.membership.user.name) if row.may_change else "—"


STAFF = lists.List[Membership, Person](
    name="staff",
    title=_l("Personal"),
    visible=lambda scope: queries.staff_visible_to(scope).select_related("user"),
    rows=_people,
    columns=(
        Column[Person](name="name", label=_l("Nombre"), value=_person_name, order="name"),
        Column[Person](
            name="roles", label=_l("Funciones"), value=lambda row: capfirst(role_words(row.membership.roles))
        ),
        Column[Person](
            name="since", label=_l("Desde"), value=lambda row: row.membership.since, order="since"
        ),
        Column[Person](
            name="acts", label=_l("Qué hacer"), value=lambda _row: "", cell=_person_acts, sheet=False
        ),
    ),
    filters=(
        lists.text("palabras", _l("Nombre o parte del nombre"), "user__name__icontains"),
        lists.choice(
            "funcion",
            _l("Función"),
            lambda _scope: [(role.value, capfirst(str(role.label))) for role in Role],
            lambda result, role: result.filter(roles__contains=[role]),
            empty=_l("Cualquiera"),
        ),
    ),
    orders=(
        Order("name", _l("Nombre"), ("user__name", "id")),
        Order("since", _l("Las más recientes primero"), ("-since", "id")),
    ),
    counted=lambda number: (
        ngettext("%(n)s persona trabaja aquí.", "%(n)s personas trabajan aquí.", number) % {"n": number}
    ),
    event="staff.listed",
    kind="organisation",
    size=50,
    empty={"": Empty(_l("Nadie trabaja aquí todavía"))},
    template="network/staff.html",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Asking:
    """A request for help with a lost second factor, and where it was asked."""

    help: FactorHelp
    organisation: str


def _asking(_scope: Scope, rows: Sequence[FactorHelp]) -> list[Asking]:
    names = queries.organisation_names(row.organisation_id for row in rows)
    return [Asking(row, names.get(row.organisation_id, "")) for row in rows]


def _answer(row: Asking) -> Any:
    return lists.cells.verb(
        reverse("entry:answer_help", args=[row.help.id]), _("Contestar"), row.help.user.name
    )


HELPS = lists.List[FactorHelp, Asking](
    name="helps",
    title=_l("Ayuda de acceso"),
    lead=_l("Personas que perdieron su segundo factor y esperan que alguien confirme que son ellas."),
    visible=lost_factor.visible_to,
    rows=_asking,
    columns=(
        Column[Asking](name="name", label=_l("Nombre"), value=lambda row: row.help.user.name),
        Column[Asking](name="organisation", label=_l("Organización"), value=lambda row: row.organisation),
        Column[Asking](name="asked", label=_l("Pidió ayuda"), value=lambda row: row.help.asked_at),
        Column[Asking](name="acts", label=_l("Qué hacer"), value=lambda _row: "", cell=_answer, sheet=False),
    ),
    orders=(Order("asked", _l("Quien espera más tiempo"), ("asked_at", "id")),),
    counted=lambda number: ngettext("%(n)s persona espera", "%(n)s personas esperan", number) % {"n": number},
    empty={
        "": Empty(
            _l("Nadie espera ayuda"),
            _l("Cuando alguien de su organización pierda su segundo factor, aparece aquí."),
        )
    },
)
