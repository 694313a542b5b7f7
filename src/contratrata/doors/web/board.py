"""What Hoy and Red show, composed from what cases, referrals and notices say."""

import dataclasses
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.care.referrals import public as referrals
from contratrata.ground.base import clock
from contratrata.ground.base.package import Task, Wait, Waiting, furniture
from contratrata.ground.base.scope import Scope
from contratrata.ground.charts.public import Figure
from contratrata.ground.network.public import Role

from .parts import Part, cut, of
from .waits import who_waits


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


#: Of each part of what waits; nobody works on more, and what lies beyond is said with a «+».
MOST = 100


def day(scope: Scope, *, alone: str = "", after: str = "") -> Day:
    """Late, today, waiting on others and later, for whoever acts; a constant number of queries.

    First only which and until when, then what the page shows is opened: 25 lines a part. `alone` asks for
    one part, `after` for the lines behind one of them.
    """
    waiting = [one.waiting for one in furniture().values() if one.waiting]
    result = {wait: one for one in waiting for wait in one.find(scope, MOST)}
    others = [wait for wait in result if wait.others]
    mine = [wait for wait in result if not wait.others]
    now, tonight = clock.now(), clock.tonight()
    mine.sort(key=lambda item: (item.due is None, item.due or now))
    late = [i for i in mine if i.due is not None and i.due < now]
    today = [i for i in mine[len(late) :] if i.due is None or i.due <= tonight or i.today]
    later = [i for i in mine if i.due is not None and i.due > tonight and not i.today]
    parts = [
        cut("vencido", _("Vencido"), late, most=MOST, alone=alone, after=after),
        cut("hoy", _("Para hoy"), today, most=MOST, alone=alone, after=after),
        cut("esperando", _("Esperando a otros"), others, most=MOST, alone=alone, after=after),
        cut("adelante", _("Más adelante"), later, most=MOST, alone=alone, after=after),
    ]
    chosen = of(parts, alone)
    tasks = _opened(scope, result, [wait for part in chosen for wait in part.shown])
    return Day(
        [part.filled([tasks[wait] for wait in part.shown if wait in tasks]) for part in chosen],
        _sentence(len(late), len(today), len(others)),
        scope.has(Role.CASEWORKER, Role.SUPERVISOR),
        len(chosen) == 1 and chosen[0].slug == alone,
    )


def _opened(scope: Scope, data: Mapping[Wait, Waiting], shown: Sequence[Wait]) -> dict[Wait, Task]:
    """The lines of what is shown; what ended a moment ago has none."""
    tasks = {wait: wait.task for wait in shown if wait.task}
    for waiting in dict.fromkeys(data[wait] for wait in shown):
        closed = [wait for wait in shown if data[wait] == waiting and not wait.task]
        if closed:
            tasks |= waiting.open(scope, closed)
    return tasks


def _sentence(late: int, today: int, waiting: int) -> str:
    if late >= MOST:
        return _("%(n)s asuntos o más están vencidos.") % {"n": late}
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
    figure: Figure | None


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
    return Network(chosen, [] if only else silent, only, None if only or not rows else who_waits(rows))
