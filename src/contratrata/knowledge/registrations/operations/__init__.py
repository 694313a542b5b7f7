"""The acts on registrations: signing up, what she does by her link, what whoever organises decides, mails, erasing."""

from ._moving import as_sentence, mail_to, own_path, own_token, public_text
from .deciding import approve, decline, give_place, set_terms, to_list, turn_link
from .erasing import erase, forget_old
from .inviting import invite, nominate
from .moving_up import free_lapsed, move_up
from .own import accept, change, confirm, quiet, withdraw
from .signing import sign_up
from .telling import resume, tell_all

__all__ = [
    "accept",
    "approve",
    "as_sentence",
    "change",
    "confirm",
    "decline",
    "erase",
    "forget_old",
    "free_lapsed",
    "give_place",
    "invite",
    "mail_to",
    "move_up",
    "nominate",
    "own_path",
    "own_token",
    "public_text",
    "quiet",
    "resume",
    "set_terms",
    "sign_up",
    "tell_all",
    "to_list",
    "turn_link",
    "withdraw",
]
