"""The figures of a survey: each question with its sentence, drawing and table from the same values."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.charts.public import Bars, Column, Data, Figure, Ref, Row, Shares
from contratrata.ground.kinds.public import Choices

from . import asking
from .results import Question, Results

#: The steps of a scale that say «quite» or more.
_HIGH = ("quite", "much")


def people(number: int) -> str:
    """«12 personas»."""
    return ngettext("%(n)s persona", "%(n)s personas", number) % {"n": number}


def of_question(question: Question) -> Figure:
    """What was answered to a question that is not answered in words."""
    number, counts = question.number, question.counts()
    rows = [
        Row(code, words, (counts[code], percent(counts[code], number)))
        for code, words in asking.options(question.fact)
    ]
    data = Data(_("Respuesta"), (Column("n", _("Personas")), Column("share", _("De cada 100"), "%")), rows)
    several = isinstance(question.fact.kind, Choices)
    words = {"people": people(number)}
    return Figure(
        f"survey-{question.fact.name}",
        str(question.fact.label),
        _("Lo que más se respondió: <b>{most.row}</b>, {most} de {all}."),
        Bars(data, ("n",)),
        counted=_("Respondieron %(people)s, cada una lo que quiso marcar.") % words
        if several
        else _("Respondieron %(people)s.") % words,
        cells={"most": data.largest("n"), "all": lambda _data: number},
        otherwise=_("Ninguna respuesta se dio más que todas las otras; respondieron {all}."),
        nothing=_("Nadie respondió."),
    )


def percent(part: int, whole: int) -> int:
    """Hundredths, rounded as the tables do."""
    return int(part * 100 / whole + 0.5) if whole else 0


def before_and_after(before: Results, after: Results) -> list[Figure]:
    """The questions that were asked at both times, side by side; those only of which both may be shown."""
    result = []
    for name in asking.COMPARED:
        first, last = before.question(name), after.question(name)
        if first is not None and last is not None:
            result.append(_compared(first, last))
    return result


def _compared(first: Question, last: Question) -> Figure:
    options = asking.options(first.fact)
    columns = [
        *(Column(code, words) for code, words in options),
        Column("all", _("Personas")),
        Column("high", _("Bastante o mucho"), "%"),
    ]
    rows = [
        Row(key, words, _row(question)) for key, words, question in (
            ("before", _("Antes"), first), ("after", _("Después"), last),
        )
    ]  # fmt: skip
    data = Data(_("Cuándo"), columns, rows)
    return Figure(
        f"survey-compared-{first.fact.name}",
        str(first.fact.label),
        _("«Bastante» o «mucho»: <b>{before.number} de cada 100</b> antes y <b>{after.number}</b> después."),
        Shares(data, [code for code, _words in reversed(options)], "all"),
        counted=_("De quienes respondieron cada vez; no se sabe si son las mismas personas."),
        cells={"before": Ref("before", "high"), "after": Ref("after", "high")},
    )


def _row(question: Question) -> list[int]:
    return [*question.counts().values(), question.number, high(question)]


def high(question: Question) -> int:
    """How many of a hundred answered a scale by «quite» or more."""
    counts = question.counts()
    return percent(sum(counts[code] for code in _HIGH), question.number)


def of_tags(question: Question, counts: Mapping[str, int]) -> Figure:
    """Of what the answers in words speak, as they were tagged."""
    rows = [Row(str(n), tag, (number,)) for n, (tag, number) in enumerate(counts.items())]
    data = Data(_("Etiqueta"), (Column("n", _("Respuestas")),), rows)
    return Figure(
        f"survey-tags-{question.fact.name}",
        _("¿De qué hablan?"),
        _("De lo que más se habla: <b>{most.row}</b>, en {most} de {all}."),
        Bars(data, ("n",)),
        counted=_("De las %(n)s respuestas que se muestran; una puede tener varias etiquetas.")
        % {"n": question.number},
        cells={"most": data.largest("n") if rows else None, "all": lambda _data: question.number},
        otherwise=_("Ninguna etiqueta está más que todas las otras; son {all} respuestas."),
        nothing=_("Todavía no hay etiquetas."),
    )


def closed(results: Results) -> list[Figure]:
    """A figure for each question that is not answered in words."""
    return [of_question(one) for one in results.questions if not asking.is_open_question(one.fact)]


def in_words(results: Results) -> Sequence[Question]:
    """The questions that are answered in words and may be shown."""
    return [one for one in results.questions if asking.is_open_question(one.fact)]
