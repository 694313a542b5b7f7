"""What other packages may use of the practices."""

from . import hooks
from .addresses import page_url
from .calling import owed
from .catalogue import Asked, asked_in, newest
from .facets import Facet, countries, register
from .lasting import languages_of
from .members import members_with
from .models import MOVES, PRACTICES, QUESTIONS, REVIEWERS, Lasting, Practice, Published, code_of
from .reading import is_standing, reviews_owed, standing, to_review
from .states import PracticeState
