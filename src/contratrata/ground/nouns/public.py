"""What other packages may use to declare a noun."""

from . import coediting, operations, ties
from .asking import ask_about, invented
from .coedited import CoEdited
from .declared import Family, Noun
from .finding import SEARCH_COLUMNS, Searched, alike_to, found_by, nearest
from .models import CoEditorRow, NounCopy, NounMove, NounRow, WritingRow, columns
from .moving import Moves, Step
from .pages import urls
from .pieces import Piece, Place
