"""What waits for her in the knowledge of the network, kind by kind, each line with its next step."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.base.package import Task
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.codes.public import country_name
from contratrata.ground.network.public import organisation_names
from contratrata.knowledge.adoption import public as adoption
from contratrata.knowledge.conversation import public as conversation
from contratrata.knowledge.practices.public import (
    MOVES,
    PRACTICES,
    REVIEWERS,
    Practice,
    PracticeState,
    reviews_owed,
    to_review,
)
from contratrata.knowledge.systematisations import public as systematisations

#: Lines of a kind on the page; nobody works on more, and what lies beyond is said with a «+».
MOST = 25
#: So long has the moderation for what was reported.
MODERATION = dt.timedelta(days=2)


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One kind of what waits: its lines, the first due first, and whether there are more than are shown."""

    slug: str
    title: str
    tasks: Sequence[Task]
    more: bool = False


def parts(scope: Scope) -> list[Part]:
    """Every kind that has lines; a constant number of queries."""
    created = [
        _part("moderacion", _("Avisos para la moderación"), _reported(scope)),
        _part("consultas", _("Consultas por responder"), _to_answer(scope)),
        _part("revisiones", _("Revisiones que le piden"), _reviews(scope)),
        _part("seguimientos", _("Toca contar cómo va"), _follow_ups(scope)),
        _part("recomendaciones", _("Recomendaciones que siguen abiertas"), _recommendations(scope)),
        _part("sistematizaciones", _("Sistematizaciones por atender"), _systematisations(scope)),
        _part("borradores", _("Prácticas suyas por terminar"), _drafts(scope)),
        _part("esperando", _("Esperan respuesta de otros"), _asked(scope)),
        _part("interes", _("Quién adapta las suyas"), _interest(scope)),
    ]
    return [part for part in created if part.tasks]


def _part(slug: str, title: str, tasks: list[Task]) -> Part:
    return Part(slug, title, tasks[:MOST], len(tasks) > MOST)


def sentence(rows: Sequence[Part]) -> str:
    """How it stands, in one sentence."""
    now = clock.now()
    mine = [task for part in rows for task in part.tasks if not task.waiting and task.due is not None]
    late = sum(task.due is not None and task.due < now for task in mine)
    if late:
        return ngettext("%(n)s asunto está vencido.", "%(n)s asuntos están vencidos.", late) % {"n": late}
    if mine:
        return ngettext(
            "%(n)s asunto espera algo de usted.", "%(n)s asuntos esperan algo de usted.", len(mine)
        ) % {"n": len(mine)}
    return _("Nada espera de usted en este momento.")


def _reported(scope: Scope) -> list[Task]:
    rows = conversation.reported(scope, most=MOST + 1)
    names = adoption.names_of(scope, (one.practice_id for one in rows))
    return [
        Task(
            names.get(one.practice_id, ""), "", str(conversation.Reason(one.reason).label),
            f"{reverse('conversation:thread', args=[one.practice_id])}#m-{one.post_id}", _("Decidir"),
            one.at + MODERATION,
        )
        for one in rows
    ]  # fmt: skip


def _to_answer(scope: Scope) -> list[Task]:
    return [
        Task(
            one.practice, "", adoption.request_words(one),
            reverse("adoption:request", args=[one.request.id]), _("Responder"), one.request.due_at,
        )
        for one in adoption.requests_to_answer(scope, most=MOST + 1)
    ]  # fmt: skip


def _asked(scope: Scope) -> list[Task]:
    return [
        Task(
            one.practice, "", _("Le preguntaron a %s.") % one.asked,
            reverse("adoption:request", args=[one.request.id]), _("Ver"), one.request.due_at, waiting=True,
        )
        for one in adoption.requests_asked(scope, most=MOST + 1)
    ]  # fmt: skip


def _reviews(scope: Scope) -> list[Task]:
    if not scope.has(*REVIEWERS):
        return []
    return [
        Task(_name(row), "", _("Espera su revisión, con razones."), reverse("practices:review", args=[row.id]),
             _("Revisarla"), due)
        for row, due in reviews_owed(scope, most=MOST + 1)
    ]  # fmt: skip


def _follow_ups(scope: Scope) -> list[Task]:
    result = adoption.follow_ups(scope, most=MOST + 1)
    names = adoption.names_of(scope, (one.practice_id for one, _due in result))
    return [
        Task(
            names.get(one.practice_id, ""), "", _("Seguimiento de lo que adaptan: qué cambió hasta hoy."),
            reverse("adoption:row", args=[one.id]), _("Contar cómo va"), due,
        )
        for one, due in result
    ]  # fmt: skip


def _recommendations(scope: Scope) -> list[Task]:
    return [
        Task(
            systematisations.TASKS.title(one), "", _("Recomendación publicada: qué pasó hasta hoy."),
            systematisations.TASKS.url("edit", one), _("Contar cómo va"),
            clock.end_of(one.due) if one.due else None,
        )
        for one in systematisations.follow_ups(scope, most=MOST + 1)
    ]  # fmt: skip


def _systematisations(scope: Scope) -> list[Task]:
    noun = systematisations.SYSTEMATISATIONS
    return [
        Task(
            noun.title(row), "", _("Terminó el plazo para leerla.") if over else _("Lo que dijeron espera respuesta."),
            noun.url("row", row), _("Recoger lo que dijeron") if over else _("Atenderlo"), None,
        )
        for row, over in systematisations.to_attend(scope, most=MOST + 1)
    ]  # fmt: skip


#: What is missing of a practice of one's own, and the next step, by its state.
def _next(state: str) -> tuple[str, str]:
    return {
        PracticeState.DRAFT: (_("Es un borrador: nadie la revisa todavía."), _("Seguir")),
        PracticeState.CHANGES_ASKED: (_("La revisión pide cambios."), _("Ver qué piden")),
    }[PracticeState(state)]


def _drafts(scope: Scope) -> list[Task]:
    if not PRACTICES.may_write(scope):
        return []
    own = PRACTICES.visible_to(scope).filter(organisation_id=organisation_id())
    rows = MOVES.in_state(own, PracticeState.DRAFT, PracticeState.CHANGES_ASKED).order_by("-changed_at", "id")
    shown = list(rows[: MOST + 1])
    last = MOVES.last(row.id for row in shown)
    tasks = []
    for row in shown:
        state = MOVES.state(last.get(row.id))
        text, verb = _next(state)
        tasks.append(
            Task(
                _name(row),
                "",
                text,
                PRACTICES.url("row", row),
                verb,
                None,
                words=MOVES.words(state),
                mark="soon",
            )
        )
    return tasks


def _interest(scope: Scope) -> list[Task]:
    rows = adoption.interest_in_ours(scope, most=MOST + 1)
    names = adoption.names_of(scope, (one.practice_id for one in rows))
    who = organisation_names(one.organisation_id for one in rows)
    return [
        Task(
            names.get(one.practice_id, ""), "", f"{who.get(one.organisation_id, '')} · {country_name(one.country)}",
            reverse("adoption:row", args=[one.id]), _("Ver cómo va"), None, words=one.get_state_display(),
        )
        for one in rows
    ]  # fmt: skip


def _name(row: Practice) -> str:
    return PRACTICES.title(row)


def counts(scope: Scope) -> dict[str, int]:
    """How much waits for her here, for the menu; two queries."""
    if scope.organisation_id is None:
        return {}
    owed = to_review(scope) if scope.has(*REVIEWERS) else 0
    return {"desk:home": owed + adoption.to_answer(scope)}
