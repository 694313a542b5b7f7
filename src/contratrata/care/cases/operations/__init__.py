"""Acts on cases: one verb a function, keyword-only, one transaction, locked, audited."""

from .closing import PERSON_WITHDREW, open_of
from .consenting import give_consent, withdraw_consent
from .contacting import (
    discard_registration,
    finish_registration,
    first_contact_to_case,
    pass_registrations_on,
    record_first_contact,
    registration_answers,
    save_registration,
)
from .editing import assert_status, edit_file
from .erasing import REASONS, erase_person, remove_cases
from .moving import close, follow_up, hand_over, hands_over_many, pass_on, reopen, resume, share_with, unshare
from .planning import (
    add_need,
    add_note,
    amend_note,
    finish_next_step,
    leave_need_unmet,
    meet_need,
    pass_steps_on,
    reopen_need,
    set_next_step,
    withdraw_need,
)
from .registering import register_case, register_cases
from .revoking import ask_removal, remove_copied, revoke

__all__ = [
    "PERSON_WITHDREW",
    "REASONS",
    "add_need",
    "add_note",
    "amend_note",
    "ask_removal",
    "assert_status",
    "close",
    "discard_registration",
    "edit_file",
    "erase_person",
    "finish_next_step",
    "finish_registration",
    "first_contact_to_case",
    "follow_up",
    "give_consent",
    "hand_over",
    "hands_over_many",
    "leave_need_unmet",
    "meet_need",
    "open_of",
    "pass_on",
    "pass_registrations_on",
    "pass_steps_on",
    "record_first_contact",
    "register_case",
    "register_cases",
    "registration_answers",
    "remove_cases",
    "remove_copied",
    "reopen",
    "reopen_need",
    "resume",
    "revoke",
    "save_registration",
    "set_next_step",
    "share_with",
    "unshare",
    "withdraw_consent",
    "withdraw_need",
]
