"""What reviewers said of a practice, drawn: each a mark a criterion, so that where they differ is seen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.charts.public import Column, Data, Figure, Judgements, Row
from contratrata.ground.codes.public import country_name

from .models import CRITERIA, RUBRIC

#: More criteria than these are counted, not named.
_NAMED = 3


def judgements(judged: Sequence[Mapping[str, Any]], names: Iterable[str] = ()) -> Figure | None:
    """The drawing of what reviewers said (`country`, `levels` in the order of the criteria); None for nobody.

    `names`: what each is called; else by number and country. At most four of them are drawn, the first.
    """
    judged = judged[:4]
    if not judged:
        return None
    called = list(names) or [
        _("Revisión %(n)s (%(country)s)") % {"n": n, "country": country_name(one["country"])}
        for n, one in enumerate(judged, start=1)
    ]
    columns = [Column(f"review-{n}", called[n]) for n in range(len(judged))]
    rows = [
        Row(name, RUBRIC.fact(name).title, [one["levels"][n] for one in judged])
        for n, name in enumerate(CRITERIA)
    ]
    return Figure(
        key="valoracion",
        question=_("¿Qué tan buena es?"),
        answer=_sentence(rows),
        drawing=Judgements(Data(_("Criterio"), columns, rows)),
        counted=ngettext(
            "De 0 (nada) a 4 (del todo), como lo dijo %(n)s organización que la revisó.",
            "De 0 (nada) a 4 (del todo), como lo dijeron %(n)s organizaciones que la revisaron.",
            len(judged),
        ) % {"n": len(judged)},
        drawn=_("Niveles que dio cada organización, por criterio"),
    )  # fmt: skip


def _sentence(rows: Sequence[Row]) -> str:
    """Where all find it strong, where weak, and on how many criteria they differ by two or more."""
    levels = {row.label.lower(): sorted(int(str(value)) for value in row.values) for row in rows}
    apart = [label for label, some in levels.items() if some[-1] - some[0] > 1]
    strong, weak = _first(levels, highest=True), _first(levels, highest=False)
    parts = []
    if strong and strong != weak:
        parts.append(_("Lo más fuerte: %s.") % ", ".join(strong))
    if weak and strong != weak:
        parts.append(_("Lo más débil: <b>%s</b>.") % ", ".join(weak))
    if len(apart) > _NAMED:
        parts.append(
            _("No coinciden en %(n)s de %(total)s criterios.") % {"n": len(apart), "total": len(rows)}
        )
    elif apart:
        parts.append(_("No coinciden en: %s.") % ", ".join(apart))
    elif len(rows[0].values) > 1:
        parts.append(_("Quienes la revisaron coinciden, o casi."))
    return " ".join(parts) or _("Una organización la revisó.")


def _first(levels: Mapping[str, Sequence[int]], *, highest: bool) -> list[str]:
    """The criteria of the highest or lowest level; none where so many are that naming them tells nothing."""
    choose = max if highest else min
    best = choose((some[0], sum(some)) for some in levels.values())
    named = [label for label, some in levels.items() if (some[0], sum(some)) == best]
    return named if len(named) <= _NAMED else []
