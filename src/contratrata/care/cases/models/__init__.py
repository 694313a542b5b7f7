"""The tables of a case."""

from .answers import CaseAnswer, StatusAssertion
from .case import Case, CaseMove, CaseShare, CaseTally, HandOver, Need, NextStep, Note, Unmapped, new_code
from .consent import Consent
from .contact import FirstContact, Registration
from .person import Identity, NameEntry, Person, SealedVersion

__all__ = [
    "Case",
    "CaseAnswer",
    "CaseMove",
    "CaseShare",
    "CaseTally",
    "Consent",
    "FirstContact",
    "HandOver",
    "Identity",
    "NameEntry",
    "Need",
    "NextStep",
    "Note",
    "Person",
    "Registration",
    "SealedVersion",
    "StatusAssertion",
    "Unmapped",
    "new_code",
]
