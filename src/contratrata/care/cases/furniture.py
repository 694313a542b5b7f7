"""What the cases bring to the house: their pages, what waits in Hoy."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.package import Counted, Entry, Furniture, Mount, Periodic, Task, Wait, Waiting
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement
from contratrata.ground.network.public import Role
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.vault.public import columns_of

from . import rules
from .counting import UNIT
from .jobs import remove_overdue
from .leaving import left_by
from .left_open import seal
from .listing import NOBODYS
from .models import Case
from .queries import Card, cards_of, visible_to
from .registration.store import Unfinished, unfinished
from .resealing import NameEntries
from .work import DueStep, due_steps, how_many_without_responsible, step_times


def _find(scope: Scope, most: int) -> list[Wait]:
    """Open next steps, and registrations left unfinished (they are for today)."""
    steps = [Wait("step", key, due) for key, due in step_times(scope, everyone=True, most=most)]
    registrations = [Wait("registration", one.id, task=_registration(one)) for one in unfinished(scope)]
    return [*steps, *_taken_back(scope, most), *registrations, *_nobodys(scope, most)]


def _taken_back(scope: Scope, most: int) -> list[Wait]:
    """Her cases whose consent was taken back, with the day until which one of her own house is needed."""
    if scope.user_id is None:
        return []
    return [Wait("revoked", key, until, today=True) for key, until in _REVOKED.rows(scope, most=most)]


def _revoked_cases(scope: Scope, *, most: int) -> QuerySet[Case, tuple[Any, ...]]:
    revoked = visible_to(scope).filter(responsible_id=scope.user_id, revoked_at__isnull=False)
    return revoked.order_by("revoked_due", "id").values_list("id", "revoked_due")[:most]


_REVOKED = Statement(_revoked_cases, planned=True, walked=True)


def _nobodys(scope: Scope, most: int) -> list[Wait]:
    """One line for all the open cases without a responsible, for who may hand them over."""
    if scope.organisation_id is None or not rules.supervises(scope) or not scope.identities:
        return []
    number = how_many_without_responsible(scope, most=most + 1)
    if not number:
        return []
    words = ngettext(
        "%(n)s caso espera que supervisión lo entregue a alguien.",
        "%(n)s casos esperan que supervisión los entregue a alguien.",
        number,
    )
    if number > most:
        number, words = most, _("Más de %(n)s casos esperan que supervisión los entregue a alguien.")
    url = f"{reverse('cases:list')}?{NOBODYS}=on"
    name, mark = _("Casos sin responsable"), _("Sin responsable")
    task = Task(name, "", words % {"n": number}, url, _("Repartir"), None, words=mark, mark="soon")
    return [Wait("nobodys", scope.organisation_id, task=task)]


def _open(scope: Scope, shown: Collection[Wait]) -> dict[Wait, Task]:
    waits = {wait.id: wait for wait in shown}
    asked = {wait.id: wait for wait in shown if wait.kind == "revoked"}
    named = cards_of(scope, asked) if asked else {}
    revoked = {asked[key]: _revoked(card, asked[key].due) for key, card in named.items()}
    return revoked | {
        waits[step.step_id]: _step(step) for step in due_steps(scope, everyone=True, only=list(waits))
    }


def _step(step: DueStep) -> Task:
    url = path_of("cases:detail", step.case_id)
    return Task(step.name, step.code, step.what, url, _("Abrir"), step.due_at)


def _revoked(card: Card, due: dt.datetime | None) -> Task:
    text = _("Ya no hay consentimiento: pídale uno para su organización.")
    return Task(card.name, card.code, text, path_of("cases:detail", card.case_id), _("Abrir"), due)


def _registration(one: Unfinished) -> Task:
    sentence = (
        _("Registro que dejó quien ya no trabaja aquí: paso %(step)s de 7, empezado %(when)s.")
        if one.left
        else _("Registro sin terminar: paso %(step)s de 7, empezado %(when)s.")
    )
    text = sentence % {"step": one.step, "when": moment_words(one.started_at)}
    name = one.name or _("Todavía sin nombre")
    return Task(name, "", text, one.url, _("Continuar"), None, words=_("Sin terminar"), mark="soon")


FURNITURE = Furniture(
    urls=(
        Mount("casos/importar/", "contratrata.care.cases.imports.urls"),
        Mount("casos/", "contratrata.care.cases.urls"),
    ),
    menu=(
        Entry(_l("Casos"), "cases:list", area="cases", order=20, roles=(Role.CASEWORKER, Role.SUPERVISOR)),
    ),
    waiting=Waiting(_find, _open),
    periodic=(Periodic(60.0, remove_overdue),),
    sealed=(*columns_of("cases.Registration", "answers"), NameEntries()),
    counted=(Counted(UNIT, "SELECT id FROM cases_case WHERE organisation_id = %s"),),
    unsealed=seal,
    leaving=left_by,
)
