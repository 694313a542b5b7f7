"""What other packages may use of registering. People are read in the scope of whoever organises."""

from . import hooks
from .happenings import Happening, by_code, by_id
from .models import QUESTIONS, Registration
from .operations.telling import tell_placed
from .queries import names_of, visible_to
from .states import HOLDING, LIVING, State

__all__ = [
    "HOLDING",
    "LIVING",
    "QUESTIONS",
    "Happening",
    "Registration",
    "State",
    "by_code",
    "by_id",
    "hooks",
    "names_of",
    "tell_placed",
    "visible_to",
]
