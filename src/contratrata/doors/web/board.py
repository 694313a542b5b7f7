"""What Hoy and Red show, composed from what cases, referrals and notices say."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.care.cases import public as cases
from contratrata.care.referrals import public as referrals
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role
from contratrata.ground.ui.deadlines import moment_words


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """One line of Hoy: who (name and code), what, until when, the next verb as a link."""

    name: str | None
    code: str
    text: str
    url: str
    verb: str
    due: dt.datetime | None
    waiting: bool = False
    words: str = ""
    mark: str = "plain"


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """Hoy in its four parts, and one sentence that says how it stands."""

    late: Sequence[Task]
    today: Sequence[Task]
    later: Sequence[Task]
    waiting: Sequence[Task]
    sentence: str
    may_register: bool

    @property
    def empty(self) -> bool:
        """Nothing waits for anybody."""
        return not (self.late or self.today or self.later or self.waiting)


#: What is to be done with a referral, as a text and as a verb, by the code of its next act.
_ACTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "go_on": (_l("Derivación a %(other)s sin enviar."), _l("Continuar")),
    "receive": (_l("Derivación de %(other)s: nadie la ha abierto."), _l("Abrir")),
    "answer": (_l("Derivación de %(other)s: espera respuesta."), _l("Responder")),
    "begin": (_l("Derivación de %(other)s aceptada: falta empezar la atención."), _l("Empezar")),
    "attend": (_l("Derivación de %(other)s en atención: falta decir qué se hizo."), _l("Informar")),
    "close": (_l("Derivación de %(other)s atendida: falta la respuesta final."), _l("Responder")),
    "read": (_l("%(other)s respondió a su derivación."), _l("Leer respuesta")),
}
_OTHERS: dict[str, str | Promise] = {
    "receive": _l("%(other)s: enviada, nadie la ha abierto."),
    "answer": _l("%(other)s: recibida, aún sin respuesta."),
    "begin": _l("%(other)s: aceptada."),
    "attend": _l("%(other)s: en atención."),
    "close": _l("%(other)s: atendida, falta su respuesta final."),
}


def day(scope: Scope) -> Day:
    """Late, today, later and waiting on others, for whoever acts; a constant number of queries."""
    mine = [*_steps(scope), *_registrations(scope), *_referrals(scope)]
    now = clock.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    mine.sort(key=lambda t: (t.due is None, t.due or now))
    late = [t for t in mine if t.due is not None and t.due < now]
    today = [t for t in mine if t not in late and (t.due is None or t.due <= tonight)]
    later = [t for t in mine if t.due is not None and t.due > tonight]
    waiting = [_waiting(w) for w in referrals.waiting_on_others(scope)]
    may = scope.has(Role.CASEWORKER, Role.SUPERVISOR)
    return Day(late, today, later, waiting, _sentence(len(late), len(today), len(waiting)), may)


def _steps(scope: Scope) -> list[Task]:
    return [
        Task(
            step.name,
            step.code,
            step.what,
            reverse("cases:detail", args=[step.case_id]),
            _("Abrir"),
            step.due_at,
        )
        for step in cases.due_steps(scope, everyone=True)
    ]


def _registrations(scope: Scope) -> list[Task]:
    tasks = []
    for one in cases.unfinished(scope):
        text = _("Registro sin terminar: paso %(step)s de 7, empezado %(when)s.") % {
            "step": one.step,
            "when": moment_words(one.started_at),
        }
        tasks.append(Task(one.name or _("Todavía sin nombre"), "", text, one.url, _("Continuar"), None))
    return tasks


def _referrals(scope: Scope) -> list[Task]:
    tasks = []
    for w in referrals.waiting_for_me(scope):
        text, verb = _ACTS[w.verb]
        url = reverse("referrals:detail", args=[w.referral_id])
        mark = "done" if w.state == referrals.ReferralState.CLOSED else "plain"
        words = str(referrals.ReferralState(w.state).label).capitalize() if w.due is None else ""
        tasks.append(
            Task(
                w.name, w.code, str(text) % {"other": w.other}, url, str(verb), w.due, words=words, mark=mark
            )
        )
    return tasks


def _waiting(w: referrals.Waiting) -> Task:
    url = reverse("referrals:detail", args=[w.referral_id])
    words = str(referrals.ReferralState(w.state).label).capitalize() if w.due is None else ""
    text = str(_OTHERS.get(w.verb, "%(other)s")) % {"other": w.other}
    return Task(w.name, w.code, text, url, _("Ver derivación"), w.due, waiting=True, words=words, mark="wait")


def _sentence(late: int, today: int, waiting: int) -> str:
    if late:
        return ngettext("%(n)s asunto está vencido.", "%(n)s asuntos están vencidos.", late) % {"n": late}
    if today:
        return ngettext(
            "%(n)s asunto espera algo de usted.", "%(n)s asuntos esperan algo de usted.", today
        ) % {"n": today}
    if waiting:
        return ngettext(
            "Nada espera de usted; %(n)s derivación espera a otros.",
            "Nada espera de usted; %(n)s derivaciones esperan a otros.",
            waiting,
        ) % {"n": waiting}
    return _("Nada espera de usted en este momento.")


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """Red: referrals that wait for an answer, the late ones first, and the organisations that keep silent."""

    rows: Sequence[referrals.NetworkRow]
    late: Sequence[referrals.NetworkRow]
    silent: Sequence[str]


def network(scope: Scope) -> Network:
    """Where referrals wait in the realm: codes and organisations, no persons, no counts of victims."""
    rows = referrals.network_waiting(scope)
    now = clock.now()
    late = [row for row in rows if row.due is not None and row.due < now]
    silent = sorted({row.receiver for row in late})
    return Network([row for row in rows if row not in late], late, silent)
