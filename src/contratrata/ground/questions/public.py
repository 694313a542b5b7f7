"""What other packages may use of the sets of questions."""

from .models import AnswerRow, values_in
from .sets import BadSet, QuestionSet, Section, load, read, register_kind

__all__ = ["AnswerRow", "BadSet", "QuestionSet", "Section", "load", "read", "register_kind", "values_in"]
