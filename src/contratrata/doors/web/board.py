"""What Hoy and Red show, composed from what cases, referrals and notices say."""

import dataclasses
import datetime as dt
import uuid
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

from .parts import Part, cut, of


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
    """Hoy in its parts, and one sentence that says how it stands. `alone`: one part, asked for on its own."""

    parts: Sequence[Part[Task]]
    sentence: str
    may_register: bool
    alone: bool

    @property
    def named(self) -> int:
        """How many lines show a name."""
        return sum(1 for part in self.parts for task in part.shown if task.name)


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


#: Nobody works on more; what lies beyond is said with a «+».
MOST = 1_000


def day(scope: Scope, *, alone: str = "", after: str = "") -> Day:
    """Late, today, waiting on others and later, for whoever acts; a constant number of queries.

    First only which and until when, then what the page shows is opened: 25 lines a part. `alone` asks for
    one part, `after` for the lines behind one of them.
    """
    unfinished = cases.unfinished(scope)
    mine: list[_Item] = [_Item("step", *t) for t in cases.step_times(scope, everyone=True, most=MOST)]
    mine += [_Item("registration", one.id, None) for one in unfinished]
    mine += [_Item("referral", *t) for t in referrals.times_for_me(scope, most=MOST)]
    others = [_Item("other", *t) for t in referrals.times_on_others(scope, most=MOST)]
    now = clock.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    mine.sort(key=lambda item: (item.due is None, item.due or now))
    late = [i for i in mine if i.due is not None and i.due < now]
    # A referral that waits for an answer is work of today, whatever time is left: somebody waits behind it.
    today = [i for i in mine[len(late) :] if i.due is None or i.due <= tonight or i.kind == "referral"]
    later = [i for i in mine if i.due is not None and i.due > tonight and i.kind != "referral"]
    parts = [
        cut("vencido", _("Vencido"), late, most=MOST, alone=alone, after=after),
        cut("hoy", _("Para hoy"), today, most=MOST, alone=alone, after=after),
        cut("esperando", _("Esperando a otros"), others, most=MOST, alone=alone, after=after),
        cut("adelante", _("Más adelante"), later, most=MOST, alone=alone, after=after),
    ]
    chosen = of(parts, alone)
    told = _told(scope, [item for part in chosen for item in part.shown], unfinished)
    return Day(
        [part.filled([told[i] for i in part.shown if i in told]) for part in chosen],
        _sentence(len(late), len(today), len(others)),
        scope.has(Role.CASEWORKER, Role.SUPERVISOR),
        len(chosen) == 1 and chosen[0].slug == alone,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Item:
    """One line before anything of it is opened."""

    kind: str
    id: uuid.UUID
    due: dt.datetime | None


def _told(scope: Scope, shown: Sequence[_Item], unfinished: Sequence[cases.Unfinished]) -> dict[_Item, Task]:
    """The lines of these items; one that ended a moment ago has none."""
    ids: dict[str, set[uuid.UUID]] = {}
    for item in shown:
        ids.setdefault(item.kind, set()).add(item.id)
    steps = cases.due_steps(scope, everyone=True, only=ids["step"]) if "step" in ids else []
    waiting = referrals.lines(scope, ids.get("referral", set()) | ids.get("other", set()))
    tasks = {("step", step.step_id): _step(step) for step in steps}
    tasks |= {("registration", one.id): _registration(one) for one in unfinished}
    tasks |= {("referral", w.referral_id): _referral(w) for w in waiting}
    tasks |= {("other", w.referral_id): _waiting(w) for w in waiting}
    return {item: found for item in shown if (found := tasks.get((item.kind, item.id)))}


def _step(step: cases.DueStep) -> Task:
    url = reverse("cases:detail", args=[step.case_id])
    return Task(step.name, step.code, step.what, url, _("Abrir"), step.due_at)


def _registration(one: cases.Unfinished) -> Task:
    text = _("Registro sin terminar: paso %(step)s de 7, empezado %(when)s.") % {
        "step": one.step,
        "when": moment_words(one.started_at),
    }
    return Task(one.name or _("Todavía sin nombre"), "", text, one.url, _("Continuar"), None)


def _referral(w: referrals.Waiting) -> Task:
    text, verb = _ACTS[w.verb]
    url = reverse("referrals:detail", args=[w.referral_id])
    mark = "done" if w.state == referrals.ReferralState.CLOSED else "plain"
    words = str(referrals.ReferralState(w.state).label).capitalize() if w.due is None else ""
    said = str(text) % {"other": w.other}
    return Task(w.name, w.code, said, url, str(verb), w.due, words=words, mark=mark)


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

    parts: Sequence[Part[referrals.NetworkRow]]
    silent: Sequence[str]
    alone: bool


def network(scope: Scope, *, alone: str = "", after: str = "") -> Network:
    """Where referrals wait in the realm: codes and organisations, no persons, no counts of victims."""
    rows = referrals.network_waiting(scope, most=MOST)
    now = clock.now()
    late = [row for row in rows if row.due is not None and row.due < now]
    silent = sorted({row.receiver for row in late})
    waiting = [row for row in rows if row.due is None or row.due >= now]
    parts = [
        cut("vencidas", _("Vencidas"), late, most=MOST, alone=alone, after=after),
        cut("en-plazo", _("En plazo"), waiting, most=MOST, alone=alone, after=after),
    ]
    chosen = of(parts, alone)
    only = len(chosen) == 1 and chosen[0].slug == alone
    return Network(chosen, [] if only else silent, only)
