"""What other packages may use of registering. People are read in the scope of whoever organises."""

from . import hooks
from .happenings import Happening
from .models import QUESTIONS, Registration
from .queries import names_of, visible_to
from .states import HOLDING, LIVING, State

__all__ = [
    "HOLDING",
    "LIVING",
    "QUESTIONS",
    "Happening",
    "Registration",
    "State",
    "hooks",
    "names_of",
    "visible_to",
]
