"""What other packages of the knowledge may use of the practices."""

from . import hooks
from .members import members_with
from .models import MOVES, PRACTICES, QUESTIONS, REVIEWERS, Practice, Published
from .reading import is_standing, reviews_owed, standing, to_review
from .states import PracticeState

__all__ = [
    "MOVES",
    "PRACTICES",
    "QUESTIONS",
    "REVIEWERS",
    "Practice",
    "PracticeState",
    "Published",
    "hooks",
    "is_standing",
    "members_with",
    "reviews_owed",
    "standing",
    "to_review",
]
