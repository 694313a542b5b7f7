"""The acts on registrations: signing up, what she does by her link, what whoever organises decides, mails, erasing."""

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
    "change",
    "confirm",
    "decline",
    "erase",
    "forget_old",
    "free_lapsed",
    "give_place",
    "invite",
    "move_up",
    "nominate",
    "quiet",
    "resume",
    "set_terms",
    "sign_up",
    "tell_all",
    "to_list",
    "turn_link",
    "withdraw",
]
