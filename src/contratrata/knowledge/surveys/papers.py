"""The results of a survey as a sheet and on paper: what is shown on its page and nothing more."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from contratrata.ground.paper.public import Block, Heading, TableBlock, Text, document

from . import asking, figures
from .overview import standing
from .results import Results, tags_of


def table(results: Results) -> tuple[list[str], list[Sequence[object]]]:
    """The heading and the lines of a sheet: a line an option, a line an answer in words with its tags."""
    codings = tags_of(results.survey)
    rows: list[Sequence[object]] = []
    for question in results.questions:
        label = str(question.fact.label)
        if asking.is_open_question(question.fact):
            for answer_id, text in question.words():
                coding = codings.get((answer_id, question.fact.name))
                rows.append((label, text, None, None, ", ".join(coding.tags) if coding else ""))
        else:
            counts = question.counts()
            rows += [
                (label, words, counts[code], figures.percent(counts[code], question.number), "")
                for code, words in asking.options(question.fact)
            ]
    return [_("Pregunta"), _("Respuesta"), _("Personas"), _("De cada 100"), _("Etiquetas")], rows


def document_of(results: Results, title: str, event: str) -> bytes:
    """The results on paper. Raises `PaperError`."""
    blocks: list[Block] = [
        TableBlock([_("Respuestas"), ""], [[str(row.key), str(row.value)] for row in standing(results)]),
        *figures.closed(results),
    ]
    codings = tags_of(results.survey)
    for question in figures.in_words(results):
        blocks.append(Heading(str(question.fact.label)))
        lines = []
        for answer_id, text in question.words():
            coding = codings.get((answer_id, question.fact.name))
            lines.append([text, ", ".join(coding.tags) if coding else "–"])
        blocks.append(TableBlock([_("Respuesta"), _("Etiquetas")], lines))
    blocks.append(
        Text(_("Nada se muestra de menos de cinco personas, ni se añade por menos de cinco."), "note")
    )
    return document(title, blocks, subtitle=event)
