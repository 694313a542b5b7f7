"""What other packages may use of the sets of questions."""

from .blank import blank
from .models import AnswerRow, values_in
from .sets import BadSet, QuestionSet, Section, load, read, register_kind

__all__ = [
    "AnswerRow",
    "BadSet",
    "QuestionSet",
    "Section",
    "blank",
    "load",
    "read",
    "register_kind",
    "values_in",
]
