"""What other packages may use of the sets of questions."""

from .models import AnswerRow, values_in
from .paper import blank_paper, blank_sections
from .sets import BadSet, QuestionSet, Section, load, load_forms, read, register_kind
from .word import TYPE as WORD
from .word import Answers, read_word, word_form
from .xlsform import XlsForm, read_xlsform
