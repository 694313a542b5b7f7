"""Finding a file by a name, a code, a document or a telephone, and the persons a new registration may be about."""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.scope import Scope
from contratrata.ground.lists.public import WHOLE, part_of_code, with_code
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import (
    LIKELY,
    MOST,
    Names,
    Nearness,
    QueryToken,
    Reason,
    needed,
    score,
)

from . import hooks, names_index, names_memory, rules
from .hooks import CodeHit
from .models import Case, Identity
from .queries import Card, cards, contacts_visible_to, display_name, visible_to

#: What a search by name shows at least: more forgiving than what counts as the same person.
SHOWN = 0.5
_COLUMNS = ("given_names", "first_surname", "second_surname", "chosen_name", "alias", "birth_date")

_CANDIDATES = """
SELECT hit.person_id FROM unnest(%s::uuid[], %s::int[]) AS hit(person_id, weight)
JOIN cases_case c ON c.organisation_id = %s AND c.person_id = hit.person_id
WHERE %s OR c.responsible_id = %s OR c.revoked_at IS NULL AND EXISTS (
  SELECT 1 FROM cases_caseshare s
  WHERE s.organisation_id = c.organisation_id AND s.user_id = %s AND s.case_id = c.id)
GROUP BY hit.person_id, hit.weight ORDER BY hit.weight DESC, hit.person_id LIMIT %s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found, and why. `value` 1 is the same name, code or document."""

    case: Case
    card: Card
    value: float
    reasons: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LikelyPerson:
    """A person who may be the one being registered. `found` is None when a colleague has the file: that one
    exists is all that is said; supervision knows whose it is."""

    value: float
    reasons: tuple[str, ...]
    hit: Hit | None = None


def search(scope: Scope, text: str) -> list[Hit]:
    """The visible cases a text may mean, best first, at most 50, each with why it is shown.

    A text that may be a number is looked for among documents and the last digits of telephones; one that may be part
    of a code among codes. At most fourteen queries whatever was typed.
    """
    text = " ".join(text.split())[:200]
    if not text or scope.organisation_id is None or not scope.identities:
        return []
    result = _by_code(scope, text)
    if result and len(part_of_code(text)) >= WHOLE:
        return result
    keys = vault.ring()
    numbers = (
        (names_index.number_query(keys.token_keys, text), _("Coincide el documento")),
        (names_index.telephone_query(keys.token_keys, text), _("Coincide el teléfono")),
    )
    for tokens, reason in numbers:
        if tokens:
            people = _candidates(scope, tokens, 1, everyone=False)
            same = _opened(scope, keys, people, lambda _names: Nearness(1.0))
            result += [dataclasses.replace(one, reasons=(reason,)) for one in same]
    if not any(tokens for tokens, _reason in numbers):
        asked = names_index.name_query(keys.token_keys, text)
        people = _candidates(scope, asked, needed(text), everyone=False)
        near = [
            one
            for one in _opened(scope, keys, people, lambda names: score(text, names))
            if one.value >= SHOWN
        ]
        result += sorted(near, key=lambda one: -one.value)
    by_case: dict[uuid.UUID, Hit] = {}
    for one in result:
        known = by_case.get(one.case.id)
        by_case[one.case.id] = (
            dataclasses.replace(known, reasons=(*known.reasons, *one.reasons)) if known else one
        )
    return list(by_case.values())[:MOST]


def by_other_codes(scope: Scope, text: str) -> list[CodeHit]:
    """What is no case and has a code like this: first contacts here, and what packages above know."""
    part = part_of_code(text)
    if not part or not scope.identities:
        return []
    hits = [
        CodeHit(
            one.code,
            reverse("cases:contact", args=[one.id]),
            _("Primer contacto del %(when)s") % {"when": moment_words(one.at)},
        )
        for one in with_code(contacts_visible_to(scope), part)[:MOST]
    ]
    return (hits + hooks.found_by_code(scope, part))[:MOST]


def likely_persons(
    scope: Scope, names: Names | str, *, birth_date: str = "", document: str = ""
) -> list[LikelyPerson]:
    """Who of the organisation may be the same person, nearest first: visible files, and that others exist."""
    if scope.organisation_id is None or not rules.works_on_cases(scope):
        return []
    keys = vault.ring()
    number = names_index.number_query(keys.token_keys, document) if document else []
    same_document = set(_candidates(scope, number, 1, everyone=True))
    tokens = names_index.name_query(keys.token_keys, names)
    people = [*same_document]
    if tokens:
        people += [
            p for p in _candidates(scope, tokens, needed(names), everyone=True) if p not in same_document
        ]
    born = PartialDate.parse(birth_date) if birth_date else None
    result = []
    known = Case.objects.filter(organisation_id=scope.organisation_id)
    # Of one whose consent was taken back not even that it exists is told, but to whom it is left.
    rows = known.filter(Q(revoked_at__isnull=True) | Q(id__in=visible_to(scope).values("id")))
    for case, texts in _open(rows, keys, people):
        near = score(names, names_index.names_of(texts))
        reasons = [str(Reason(reason).label) for reason in near.reasons]
        value = near.value
        if case.person_id in same_document:
            value, reasons = 1.0, [_("Coincide el documento")]
        elif value < LIKELY:
            continue
        elif born and texts["birth_date"]:
            if not born.may_be_same(PartialDate.parse(texts["birth_date"])):
                value -= 0.1
                reasons.append(_("Otra fecha de nacimiento"))
            else:
                reasons.append(_("Misma fecha de nacimiento"))
        card = Card(case.id, case.code, display_name(texts))
        result.append(Hit(case, card, round(value, 3), tuple(reasons)))
    seen = set(visible_to(scope).filter(id__in=[one.case.id for one in result]).values_list("id", flat=True))
    ranked = sorted(result, key=lambda one: -one.value)
    return [
        LikelyPerson(
            one.value, one.reasons if one.case.id in seen else (), one if one.case.id in seen else None
        )
        for one in ranked
    ]


def _by_code(scope: Scope, text: str) -> list[Hit]:
    part = part_of_code(text)
    cases = list(with_code(visible_to(scope), part).select_related("person")[:MOST]) if part else []
    if not cases:
        return []
    whole = len(part) >= WHOLE
    reason = _("Coincide el código") if whole else _("Coincide parte del código")
    named = cards(cases)
    return [Hit(case, named[case.id], 1.0, (reason,)) for case in cases]


def _candidates(scope: Scope, tokens: Sequence[QueryToken], least: int, *, everyone: bool) -> list[uuid.UUID]:
    if not tokens:
        return []
    weights = names_memory.candidates(vault.ring(), tokens, least)
    home, user = scope.organisation_id, scope.user_id
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            [
                list(weights),
                list(weights.values()),
                home,
                everyone or rules.supervises(scope),
                user,
                user,
                MOST + 1,
            ],
        )
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))[:MOST]


def _open(
    cases: QuerySet[Case], keys: vault.Ring, people: Iterable[uuid.UUID]
) -> Iterator[tuple[Case, dict[str, str]]]:
    wanted = list(people)
    if not wanted:
        return
    rows = cases.filter(person_id__in=wanted).select_related("person").order_by("registered_at", "id")
    by_person = {case.person_id: case for case in rows}
    sealers = vault.open_subjects({case.person.subject_id for case in by_person.values()}, keys)
    for row in Identity.objects.filter(person_id__in=wanted):
        case = by_person.get(row.person_id)
        sealer = sealers.get(case.person.subject_id) if case else None
        if case is not None and sealer is not None:
            yield case, row.open(sealer, *_COLUMNS)


def _opened(
    scope: Scope, keys: vault.Ring, people: list[uuid.UUID], near: Callable[[Names], Nearness]
) -> list[Hit]:
    """The visible candidates opened in memory and scored; of several cases of a person the newest counts."""
    result = []
    for case, texts in _open(visible_to(scope), keys, people):
        nearness = near(names_index.names_of(texts))
        reasons = tuple(str(Reason(reason).label) for reason in nearness.reasons)
        result.append(Hit(case, Card(case.id, case.code, display_name(texts)), nearness.value, reasons))
    return result
