"""How far a message reached, as those who used it tell: by country and by channel, drawn and said."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request
from contratrata.ground.charts.public import Bars, Column, Data, Figure, Row
from contratrata.ground.codes.public import country_name
from contratrata.ground.nouns.public import ties

from .models import LESSONS, USE_QUESTIONS, USES, Lesson

#: What lessons are tied to under.
KIND = "lesson"


def reach_beside(request: Request, row: Lesson) -> dict[str, Any]:
    """The figures of one message, and the way to tell of a use; one query."""
    key = ties.key_of(KIND, row.id)
    uses = list(
        USES.visible_to(request.scope)
        .filter(message__startswith=key)
        .values_list("country", "channel", "reached")
    )
    published = LESSONS.copy is not None and LESSONS.copy._default_manager.filter(row_id=row.id).exists()
    may_tell = published and USES.may_write(request.scope)
    return {
        "figures": _figures(uses) if uses else [],
        "uses": len(uses),
        "tell_url": f"{USES.url('new')}?{urlencode({'message': key})}" if may_tell else "",
        "published": published,
    }


def _figures(uses: list[tuple[str, str, int | None]]) -> list[Figure]:
    countries, channels = Counter[str](), Counter[str]()
    for country, channel, reached in uses:
        countries[country] += reached or 0
        channels[channel] += reached or 0
    words = USE_QUESTIONS.fact("channel").kind.words
    return [
        _figure("countries", _("¿En qué países llegó a más personas?"), _("País"), {
            country_name(code): number for code, number in countries.items()
        }, len(uses)),
        _figure("channels", _("¿Por dónde llegó a más personas?"), _("Por dónde"), {
            words(code): number for code, number in channels.items()
        }, len(uses)),
    ]  # fmt: skip


def _figure(key: str, question: str, heading: str, numbers: dict[str, int], uses: int) -> Figure:
    """Ranked bars, and the sentence that answers: where most, of how many in all."""
    rows = [Row(label, label, (number,)) for label, number in numbers.items()]
    data = Data(heading, (Column("reached", _("Personas")),), rows).ranked("reached")
    counted = _("Lo que contaron las organizaciones en %(n)s usos. Una persona puede contarse en varios.")
    return Figure(
        f"reach-{key}",
        question,
        _("{most.row}: {most} personas, de {total} en total."),
        Bars(data, ("reached",)),
        counted=counted % {"n": uses},
        cells={"most": data.largest("reached"), "total": lambda table: sum(n or 0 for n in table.numbers("reached"))},
        otherwise=_("Llegó a {total} personas, sin un lugar que sobresalga."),
    )  # fmt: skip
