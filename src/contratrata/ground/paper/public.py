"""What other packages may use of paper. A template of their own imports "/ground/paper/house.typ"."""

from .documents import (
    BlankQuestion,
    BlankSection,
    Block,
    Heading,
    QuestionKind,
    Rows,
    TableBlock,
    Text,
    blank_form,
    document,
    pdf_response,
    plain_words,
)
from .drawings import paper_figure, qr
from .rendering import PaperError, render
