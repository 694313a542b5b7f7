"""What other packages may use of registering. People are read in the scope of whoever organises."""

from . import hooks
from .happenings import Happening, by_code, by_id, moment_words
from .mails import about as mail_about
from .mails import still_wanted
from .models import QUESTIONS, Registration
from .operations import as_sentence, mail_to, own_path, own_token, public_text
from .operations.telling import tell_placed
from .queries import Own, names_of, own_of, visible_to
from .states import HOLDING, LIVING, State

__all__ = [
    "HOLDING",
    "LIVING",
    "QUESTIONS",
    "Happening",
    "Own",
    "Registration",
    "State",
    "as_sentence",
    "by_code",
    "by_id",
    "hooks",
    "mail_about",
    "mail_to",
    "moment_words",
    "names_of",
    "own_of",
    "own_path",
    "own_token",
    "public_text",
    "still_wanted",
    "tell_placed",
    "visible_to",
]
