"""Where packages above are called: what must happen in the same transaction, without cases knowing them."""

import dataclasses
import uuid
from collections.abc import Callable, Collection, Sequence

from contratrata.ground.base.open_things import OpenThings
from contratrata.ground.base.scope import Scope

from .happening import Doing, Happening
from .models import Case, Consent

OnWithdrawn = Callable[[Consent], None]
OnErased = Callable[[uuid.UUID, Sequence[uuid.UUID]], None]
Holds = Callable[[Sequence[uuid.UUID]], Collection[uuid.UUID]]
FindsCodes = Callable[[Scope, str], Sequence["CodeHit"]]
StandsOpen = Callable[[Case, str], Sequence[OpenThings]]
Tells = Callable[[uuid.UUID], tuple[Sequence[Doing], Sequence[Happening]]]


@dataclasses.dataclass(frozen=True, slots=True)
class CodeHit:
    """What is no case and has a code like the one looked for: its code, its page, and what it is in words."""

    code: str
    url: str
    words: str


_withdrawn: list[OnWithdrawn] = []
_erased: list[OnErased] = []
_holding: list[Holds] = []
_telling: list[Tells] = []
_finding: list[FindsCodes] = []
_open: list[StandsOpen] = []


def on_consent_withdrawn(callback: OnWithdrawn) -> OnWithdrawn:
    """Call back with every consent that is withdrawn, in its transaction (register in `AppConfig.ready`)."""
    if callback not in _withdrawn:
        _withdrawn.append(callback)
    return callback


def on_person_erased(callback: OnErased) -> OnErased:
    """Call back with the subject and the cases of a person, just before her key is destroyed."""
    if callback not in _erased:
        _erased.append(callback)
    return callback


def consent_withdrawn(consent: Consent) -> None:
    """Tell those above."""
    for callback in _withdrawn:
        callback(consent)


def person_erased(subject_id: uuid.UUID, case_ids: Sequence[uuid.UUID]) -> None:
    """Tell those above."""
    for callback in _erased:
        callback(subject_id, case_ids)


def holds_cases(callback: Holds) -> Holds:
    """Ask which of some cases a package above has worked on, before an import that made them is reversed."""
    if callback not in _holding:
        _holding.append(callback)
    return callback


def held_cases(case_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these cases that somebody above holds."""
    return {case_id for callback in _holding for case_id in callback(case_ids)}


def tells_of_cases(callback: Tells) -> Tells:
    """Ask what is done with a case of the acting scope, and what happened with it: for its page and its story."""
    if callback not in _telling:
        _telling.append(callback)
    return callback


def beyond(case_id: uuid.UUID) -> tuple[list[Doing], list[Happening]]:
    """What packages above do with this case and what happened with it there, as each says it."""
    values = [callback(case_id) for callback in _telling]
    return [one for doings, _happenings in values for one in doings], [
        one for _doings, all_ in values for one in all_
    ]


def finds_codes(callback: FindsCodes) -> FindsCodes:
    """Ask a package above what of its own has a code that holds some characters, as the scope may see it."""
    if callback not in _finding:
        _finding.append(callback)
    return callback


def found_by_code(acting: Scope, part: str) -> list[CodeHit]:
    """What packages above have with such a code."""
    return [hit for callback in _finding for hit in callback(acting, part)]


def stands_open_in_cases(callback: StandsOpen) -> StandsOpen:
    """Ask a package above what of its own stands open in a case that is being closed, and for which reason."""
    if callback not in _open:
        _open.append(callback)
    return callback


def open_of_case(case: Case, reason: str) -> list[OpenThings]:
    """What packages above say stands open in this case."""
    return [one for callback in _open for one in callback(case, reason)]
