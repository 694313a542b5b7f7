"""What other packages may use of the sets of questions."""

from .models import AnswerRow, values_in
from .paper import blank_paper, blank_sections
from .sets import BadSet, QuestionSet, Section, load, read, register_kind

__all__ = [
    "AnswerRow",
    "BadSet",
    "QuestionSet",
    "Section",
    "blank_paper",
    "blank_sections",
    "load",
    "read",
    "register_kind",
    "values_in",
]
