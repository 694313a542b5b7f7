"""What other packages may use of the practices."""

from .addresses import page_url
from .calling import owed
from .catalogue import Asked, asked_in, newest
from .facets import Facet, countries, register
from .lasting import languages_of
from .models import PRACTICES, Lasting, Practice, Published, code_of

__all__ = [
    "PRACTICES",
    "Asked",
    "Facet",
    "Lasting",
    "Practice",
    "Published",
    "asked_in",
    "code_of",
    "countries",
    "languages_of",
    "newest",
    "owed",
    "page_url",
    "register",
]
