"""The blank form of a set of questions, to be filled in by hand where there is no telephone and no light."""

from django.utils.translation import gettext as _

from contratrata.ground.kinds.public import Day, Fact, Number, Partial, Text
from contratrata.ground.paper.public import BlankQuestion, BlankSection, blank_form

from .sets import QuestionSet

#: More options than this are not printed: the answer is written, and read in any of its spellings when it is typed in.
MOST_PRINTED = 14


def blank(questions: QuestionSet, *, intro: str = "", footer: str = "") -> bytes:
    """A PDF with every question of the set, in the active language. Raises `PaperError`."""
    sections = [
        BlankSection(str(section.title), [_question(fact) for fact in section.facts])
        for section in questions.sections
    ]
    title = str(questions.title)
    return blank_form(
        title, sections, intro=intro, code=f"{questions.key} {questions.version}", footer=footer
    )


def _question(fact: Fact) -> BlankQuestion:
    kind, choices = _answered(fact)
    unit = str(getattr(fact.kind, "unit", "") or "")
    label = f"{fact.label} ({unit})" if unit else str(fact.label)
    asked_when = _("Solo si corresponde.") if fact.when else ""
    return BlankQuestion(label, " ".join(filter(None, [str(fact.help), asked_when])), kind, choices)  # type: ignore[arg-type]


def _answered(fact: Fact) -> tuple[str, list[str]]:
    """How it is answered by hand, and of what is chosen."""
    kind = fact.kind
    options = [words for _code, words in kind.options()]
    if 0 < len(options) <= MOST_PRINTED:
        return "one" if isinstance(kind.empty, str | None) else "many", options
    if isinstance(kind, Day | Partial):
        return "date", []
    if isinstance(kind, Number):
        return "number", []
    several = isinstance(kind.empty, tuple) or (isinstance(kind, Text) and kind.rows)
    return "long" if several else "line", []
