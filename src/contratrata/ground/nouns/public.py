"""What other packages may use to declare a noun."""

from . import operations, ties
from .asking import ask_about, invented
from .declared import Noun
from .finding import SEARCH_COLUMNS, Searched, alike_to, found_by, nearest
from .models import NounCopy, NounMove, NounRow, columns
from .moving import Moves, Step
from .pages import urls
from .pieces import Piece, Place
