"""A set of questions on paper: every question with room for its answer, as its kind stands on paper."""

import dataclasses

from django.utils.translation import gettext as _

from contratrata.ground.kinds.public import Fact
from contratrata.ground.paper.public import BlankQuestion, BlankSection, blank_form

from .sets import QuestionSet


def blank_sections(questions: QuestionSet) -> list[BlankSection]:
    """The sections as paper has them, in the active language; one whose questions are asked no longer is left out."""
    sections = [
        BlankSection(
            str(section.title),
            [asked for fact in section.facts for asked in _asked(questions, fact)],
            str(section.lead),
        )
        for section in questions.sections
    ]
    return [section for section in sections if section.questions]


def _asked(questions: QuestionSet, fact: Fact) -> list[BlankQuestion]:
    """The question; on what other answers it depends is said, for paper cannot hide it."""
    depends = [questions.fact(name).title for name in fact.when.names] if fact.when else []
    words = _("Se responde según: %s.") % "; ".join(depends) if depends else ""
    return [
        dataclasses.replace(one, help=" ".join(filter(None, (one.help, words))))
        for one in fact.kind.paper(fact)
    ]


def blank_paper(questions: QuestionSet, *, footer: str = "") -> bytes:
    """The whole set to be filled in by hand, as a PDF/UA-1 in the active language. Raises `PaperError`."""
    return blank_form(
        str(questions.title),
        blank_sections(questions),
        intro=str(questions.words.get("paper", "")),
        head=[_("Quién llena la hoja"), _("Fecha"), _("Código")],
        code=f"{questions.key} {questions.version}",
        footer=footer,
    )
