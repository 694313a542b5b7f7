"""Who waits on whom, as a drawing: organisations only, and how many answers are late."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.care.referrals.public import NetworkRow
from contratrata.ground.base import clock
from contratrata.ground.charts.public import Bars, Column, Data, Figure, Row

#: More pairs than this are one bar, «otras».
PAIRS = 12


def who_waits(rows: Sequence[NetworkRow]) -> Figure:
    """The figure of the coordination's home: a bar for each sender and receiver, what is late apart."""
    now = clock.now()
    late: Counter[tuple[str, str]] = Counter()
    timely: Counter[tuple[str, str]] = Counter()
    for row in rows:
        over = row.due is not None and row.due < now
        (late if over else timely)[row.sender, row.receiver] += 1
    pairs = sorted({*late, *timely}, key=lambda pair: (-late[pair], -timely[pair], pair))
    bars = [
        Row(
            f"{n}",
            _("%(sender)s espera a %(receiver)s") % {"sender": sender, "receiver": receiver},
            (late[sender, receiver], timely[sender, receiver]),
        )
        for n, (sender, receiver) in enumerate(pairs[:PAIRS])
    ]
    if rest := pairs[PAIRS:]:
        others = (sum(late[pair] for pair in rest), sum(timely[pair] for pair in rest))
        bars.append(Row("others", _("Otras, juntas"), others))
    columns = (Column("late", _("Vencidas")), Column("timely", _("En plazo")))
    answer = _("De {all} respuestas que se esperan, {late} ya vencieron.")
    on_time = ngettext(
        "Se espera {all} respuesta, en plazo.", "Se esperan {all} respuestas, todas en plazo.", len(rows)
    )
    return Figure(
        "who-waits",
        _("¿Quién espera a quién?"),
        answer if late else on_time,
        Bars(
            Data(_("Quién espera"), columns, bars), ("late", "timely"), series={"late": "late", "timely": "1"}
        ),
        counted=_(
            "Derivaciones enviadas que todavía no tienen respuesta, por quien la envió y quien debe responder."
        ),
        cells={
            "all": lambda _data: sum(late.values()) + sum(timely.values()),
            "late": lambda _data: sum(late.values()),
        },
    )
