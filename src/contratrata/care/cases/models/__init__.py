"""The tables of a case of trata."""

from .case import Case, CaseMove, CaseShare, CaseTally, Need, NextStep, Note, new_code
from .consent import Consent
from .contact import FirstContact, Registration
from .imports import Import, ImportMove, ImportRow
from .person import Identity, NameToken, Person, SealedVersion
from .trafficking import Answered, StatusAssertion, Trafficking

__all__ = [
    "Answered",
    "Case",
    "CaseMove",
    "CaseShare",
    "CaseTally",
    "Consent",
    "FirstContact",
    "Identity",
    "Import",
    "ImportMove",
    "ImportRow",
    "NameToken",
    "Need",
    "NextStep",
    "Note",
    "Person",
    "Registration",
    "SealedVersion",
    "StatusAssertion",
    "Trafficking",
    "new_code",
]
