"""What the cases bring to the house: their pages, what waits in Hoy."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Counted, Entry, Furniture, Mount, Task, Wait, Waiting
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.vault.public import columns_of

from .counting import UNIT
from .registration.store import Unfinished, unfinished
from .resealing import NameEntries
from .work import DueStep, due_steps, step_times


def _find(scope: Scope, most: int) -> list[Wait]:
    """Open next steps, and registrations left unfinished (they are for today)."""
    steps = [Wait("step", key, due) for key, due in step_times(scope, everyone=True, most=most)]
    return steps + [Wait("registration", one.id, task=_registration(one)) for one in unfinished(scope)]


def _open(scope: Scope, shown: Collection[Wait]) -> dict[Wait, Task]:
    waits = {wait.id: wait for wait in shown}
    return {waits[step.step_id]: _step(step) for step in due_steps(scope, everyone=True, only=list(waits))}


def _step(step: DueStep) -> Task:
    url = reverse("cases:detail", args=[step.case_id])
    return Task(step.name, step.code, step.what, url, _("Abrir"), step.due_at)


def _registration(one: Unfinished) -> Task:
    text = _("Registro sin terminar: paso %(step)s de 7, empezado %(when)s.") % {
        "step": one.step,
        "when": moment_words(one.started_at),
    }
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
    sealed=(*columns_of("cases.Registration", "answers"), NameEntries()),
    counted=(Counted(UNIT, "SELECT id FROM cases_case WHERE organisation_id = %s"),),
)
