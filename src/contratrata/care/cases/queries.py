"""What may be seen, said once: lists, single files, searches, counts and exports all begin here."""

import dataclasses
import functools
import operator
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.scope import Scope, organisation_id, required
from contratrata.ground.base.statements import Statement
from contratrata.ground.lists import public as lists
from contratrata.ground.network.public import Membership, Role
from contratrata.ground.vault import public as vault

from . import rules
from .inputs import ASSISTANCE
from .models import (
    Case,
    CaseShare,
    CaseTally,
    Consent,
    FirstContact,
    HandOver,
    Identity,
    Person,
    Registration,
)
from .states import STILL_OPEN, CaseState

_NOBODY = uuid.UUID(int=0)


def visible_to(scope: Scope) -> QuerySet[Case]:
    """The cases this scope may see: those she answers for or that are shared with her; all for supervision.

    What stands on no consent any more (`Case.revoked_at`) is shared with nobody. Administration, audit, focal
    points and coordination see none.
    """
    if scope.organisation_id is None:
        return Case.objects.none()
    return Case.objects.filter(organisation_id=scope.organisation_id).filter(_visible(scope))


_VISIBLE = Statement(lambda scope, *, key: visible_to(scope).filter(id=key), planned=True)


def one_visible(scope: Scope, case_id: uuid.UUID) -> Case | None:
    """This case with its person, where this scope may see it; two queries."""
    result = _VISIBLE.objects(Case, scope, key=case_id)
    with_persons(scope, result)
    return next(iter(result), None)


def _visible(scope: Scope) -> Q:
    if not scope.identities:
        return Q(pk__in=[])
    if rules.supervises(scope):
        return Q()
    if not scope.has(Role.CASEWORKER) or scope.user_id is None:
        return Q(pk__in=[])
    # An array, asked once: then both sides have an index, or the list is walked in its order.
    shared = ArraySubquery(_shares(scope).values("case_id"))
    return Q(responsible_id=scope.user_id) | Q(id__among=shared, revoked_at__isnull=True)


def _shares(scope: Scope) -> QuerySet[CaseShare]:
    user = scope.user_id or _NOBODY
    return CaseShare.objects.filter(organisation_id=scope.organisation_id or _NOBODY, user_id=user)


def shared_with(scope: Scope) -> ArraySubquery:
    """The ids of the cases on which this caseworker works without answering for them, as an array asked once."""
    return ArraySubquery(_shares(scope).filter(case__revoked_at__isnull=True).values("case_id"))


def contacts_visible_to(scope: Scope) -> QuerySet[FirstContact]:
    """The first contacts this scope may see: her own; all for supervision."""
    if scope.organisation_id is None or not scope.identities:
        return FirstContact.objects.none()
    rows = FirstContact.objects.filter(organisation_id=scope.organisation_id)
    return rows if rules.supervises(scope) else rows.filter(by_id=scope.user_id)


def registrations_visible_to(scope: Scope) -> QuerySet[Registration]:
    """The registrations under way of the acting person; for supervision also those whose user works here no more."""
    if scope.organisation_id is None or scope.user_id is None or not scope.identities:
        return Registration.objects.none()
    whose = Q(user_id=scope.user_id)
    if scope.has(Role.SUPERVISOR):
        whose |= Q(user_id__among=away(scope.organisation_id))
    return Registration.objects.filter(whose, organisation_id=scope.organisation_id)


def away(organisation_id: uuid.UUID) -> ArraySubquery:
    """Who works on cases of this organisation no more: gone, shut out, or with other functions."""
    working = Q(
        ended_at__isnull=True,
        user__is_active=True,
        roles__overlap=[Role.CASEWORKER, Role.SUPERVISOR],
    )
    members = Membership.objects.filter(organisation_id=organisation_id).exclude(working)
    return ArraySubquery(members.values("user_id"))


def without_responsible(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases of the acting organisation the open ones for which nobody who works here answers."""
    return rows.filter(functools.reduce(operator.or_, nobodys(organisation_id())), state__in=STILL_OPEN)


def nobodys(here: uuid.UUID) -> list[Q]:
    """A case for which nobody who works here answers: nobody ever did, or who did works here no more.

    Apart from each other, so that each is found by its own index.
    """
    return [Q(responsible_id__isnull=True), Q(responsible_id__among=away(here))]


def standing(case: Any) -> QuerySet[Consent]:
    """The consents by which the person lets this organisation attend her; `case`: the case, its id or an `OuterRef`."""
    own = Consent.objects.filter(case=case, purpose=ASSISTANCE, withdrawn_at__isnull=True)
    return own.filter(Q(until__isnull=True) | Q(until__gte=clock.today()))


def stands(case: Case) -> bool:
    """Whether the person lets this organisation attend her, by a consent of its own."""
    return standing(case).exists()


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """How a person is named where a case is one line. `name` is never put into a title, a URL or a notice."""

    case_id: uuid.UUID
    code: str
    name: str
    erased: bool = False
    #: The names on paper, where she is called by another.
    also: str = ""
    #: The birth date as far as it is known (a partial date as text).
    born: str = ""


def display_name(texts: Mapping[str, str]) -> str:
    """The chosen name, else given names and surnames, else the first alias."""
    if texts.get("chosen_name"):
        return texts["chosen_name"]
    parts = (texts.get("given_names", ""), texts.get("first_surname", ""), texts.get("second_surname", ""))
    return " ".join(filter(None, parts)) or texts.get("alias", "").split("\n")[0] or _("Nombre sin registrar")


_NAMES = ("chosen_name", "given_names", "first_surname", "second_surname", "alias", "birth_date")


def _named(scope: Scope, people: list[uuid.UUID]) -> QuerySet[Identity, tuple[Any, ...]]:
    """The sealed names of these persons, each with her wrapped key."""
    rows = Identity.objects.filter(person__id__among=people)
    key = vault.wrapped_key("person__subject_id")
    return rows.values_list("person_id", "person__subject_id", key, "id", *_NAMES)


_NAMED = Statement(_named, planned=True)


def opened(
    scope: Scope, people: Iterable[uuid.UUID]
) -> Iterator[tuple[uuid.UUID, vault.Sealer, dict[str, str]]]:
    """These persons with their sealers and names; those erased are absent. One query whatever their number."""
    rows = _NAMED.rows(scope, people=list(set(people)))
    keys = vault.ring() if rows else None
    table = Identity._meta.db_table
    for person_id, subject_id, wrapped, row_id, *sealed in rows:
        if keys is None or wrapped is None:
            continue
        try:
            sealer = keys.opened(subject_id, wrapped)
        except Shredded:  # a moment ago
            continue
        texts = {
            column: sealer.open(text, table=table, column=column, row=row_id)
            for column, text in zip(_NAMES, sealed, strict=True)
        }
        yield person_id, sealer, texts


def _persons(_scope: Scope, *, ids: list[uuid.UUID]) -> QuerySet[Person]:
    return Person.objects.order_by().filter(id__among=ids)


_PERSONS = Statement(_persons, planned=True)


def with_persons(scope: Scope, cases: Iterable[Case]) -> None:
    """Load the persons of these cases, where they are not; one query whatever their number.

    Apart from the cases: joined, the planner begins at the persons and sorts all the cases (decision 16).
    """
    bare = [one for one in cases if not Case.person.is_cached(one)]
    ids = list({one.person_id for one in bare})
    result = {one.id: one for one in _PERSONS.objects(Person, scope, ids=ids)} if ids else {}
    for one in bare:
        one.person = result[one.person_id]


def card(case_id: uuid.UUID, code: str, texts: Mapping[str, str] | None) -> Card:
    """How a case stands in one line; without the texts of her names she was erased."""
    if texts is None:
        return Card(case_id, code, _("(borrado)"), erased=True)
    papers = " ".join(filter(None, (texts[name] for name in _NAMES[1:4])))
    also = papers if texts["chosen_name"] and papers != texts["chosen_name"] else ""
    return Card(case_id, code, display_name(texts), also=also, born=texts["birth_date"])


def cards(cases: Iterable[Case]) -> dict[uuid.UUID, Card]:
    """Code and display name of cases that were already found visible; one query whatever their number."""
    rows = list(cases)
    if not rows:
        return {}
    names = {person: texts for person, _sealer, texts in opened(required(), (one.person_id for one in rows))}
    return {one.id: card(one.id, one.code, names.get(one.person_id)) for one in rows}


def cards_of(scope: Scope, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Card]:
    """The same for ids; those the scope may not see are absent; two queries."""
    result = _CODES.rows(scope, ids=list(set(case_ids)))
    people = opened(scope, (person for _id, _code, person in result)) if result else ()
    names = {person: texts for person, _sealer, texts in people}
    return {key: card(key, code, names.get(person)) for key, code, person in result}


def _codes(scope: Scope, *, ids: list[uuid.UUID]) -> QuerySet[Case, tuple[Any, ...]]:
    return visible_to(scope).filter(id__among=ids).values_list("id", "code", "person_id")


_CODES = Statement(_codes, planned=True)


def hand_overs(case: Case, sealer: vault.Sealer | None) -> list[tuple[HandOver, str]]:
    """Who passed the case to whom, the newest first, each with why (empty where nobody was asked)."""
    return [
        (row, " – ".join(filter(None, (str(row.get_reason_display()), _explained(row, sealer)))))
        for row in case.hand_overs.order_by("-at", "id")
    ]


def _explained(row: HandOver, sealer: vault.Sealer | None) -> str:
    return row.open(sealer)["explained"] if sealer is not None and row.explained else ""


def _tallied(scope: Scope) -> QuerySet[CaseTally, tuple[str, int]]:
    rows = CaseTally.objects.order_by().filter(organisation_id=scope.organisation_id or _NOBODY)
    return rows.values_list("state").annotate(Sum("number"))


def _by_state(rows: QuerySet[Case]) -> QuerySet[Case, tuple[str, int]]:
    return rows.order_by().values_list("state").annotate(Count("id"))


def _hers_tallied(scope: Scope) -> QuerySet[CaseTally, tuple[str, int]]:
    """Those she answers for, added up already, and those shared with her, of which nobody has many."""
    if not (scope.identities and scope.has(Role.CASEWORKER) and scope.user_id):
        return _tallied(scope).none()
    organisation = scope.organisation_id or _NOBODY
    shared = Case.objects.filter(organisation_id=organisation, id__among=shared_with(scope))
    others = shared.exclude(responsible_id=scope.user_id)
    return _tallied(scope).filter(responsible_id=scope.user_id).union(_by_state(others), all=True)


_HERS_TALLIED = Statement(_hers_tallied, planned=True)
_TALLIED = Statement(_tallied, planned=True)


def counts(scope: Scope, narrowed: QuerySet[Case] | None = None) -> dict[str, int]:
    """How many visible cases there are in each state (for the tabs of the list); one query.

    `narrowed`: those of them that filters leave. Otherwise what the trigger adds up is read.
    """
    supervises = scope.identities and rules.supervises(scope)
    rows = (
        _by_state(narrowed)
        if narrowed is not None
        else (_TALLIED if supervises else _HERS_TALLIED).rows(scope)
    )
    result = {state.value: 0 for state in CaseState}
    for state, number in rows:
        result[state] += number
    return result


def colleagues(scope: Scope) -> QuerySet[Membership]:
    """Those of the organisation a case may be given to or shared with."""
    if scope.organisation_id is None or not scope.identities:
        return Membership.objects.none()
    working = Membership.objects.filter(organisation_id=scope.organisation_id, ended_at__isnull=True)
    return working.filter(roles__overlap=[Role.CASEWORKER, Role.SUPERVISOR])


COLLEAGUES = lists.searched(
    lists.Source("colleagues", colleagues, words="user__name", value="user_id", steady=True)
)


def known_sources(scope: Scope, source: str, source_ids: Iterable[str]) -> dict[str, uuid.UUID]:
    """The cases an import already made, by the id of the row in its source."""
    rows = visible_to(scope).filter(source=source, source_id__in=list(source_ids))
    return dict(rows.values_list("source_id", "id"))
