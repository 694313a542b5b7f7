"""Invented cases sealed in bulk, for measuring: what `register_cases` writes for a plain case."""

import datetime as dt
import random

from contratrata.ground.base import clock, scope
from contratrata.ground.base.together import together
from contratrata.ground.vault import public as vault

from .. import names_index
from ..models import Case, CaseMove, Identity, Need, NextStep, Person, new_code

_SOUNDS = (
    "ma",
    "ri",
    "lo",
    "san",
    "que",
    "tzal",
    "xo",
    "ne",
    "val",
    "du",
    "bren",
    "ca",
    "yo",
    "lis",
    "gua",
    "ter",
)
_STATES = ("active", "active", "active", "follow_up", "closed", "closed", "closed", "closed_referred")
_BIRTHS = {"active": "open", "follow_up": "open_in_follow_up"}


def _name(dice: random.Random) -> str:
    return "".join(dice.choice(_SOUNDS) for _ in range(3)).capitalize()


def seal_invented(number: int, dice: random.Random) -> None:
    """So many cases of invented persons in the acting organisation, the acting user responsible for a tenth.

    Three of eight are active; three of four open ones have a next step, from a week late to three weeks ahead.
    """
    keys, now, user = vault.ring(), clock.now(), scope.user_id()
    rows: dict[type, list[object]] = {
        kind: [] for kind in (vault.SubjectKey, Person, Identity, Case, CaseMove, Need, NextStep)
    }
    tokens = {}
    for _ in range(number):
        key_row, sealer = keys.new_subject()
        person = Person(
            subject_id=key_row.id, sex="female", languages=["spanish"], age_years=dice.randint(18, 60)
        )
        names = {"given_names": _name(dice), "first_surname": _name(dice), "second_surname": _name(dice)}
        state, at = dice.choice(_STATES), now - dt.timedelta(minutes=dice.randint(0, 600_000))
        is_open = state in _BIRTHS
        due = now + dt.timedelta(hours=dice.randint(-168, 504)) if is_open and dice.random() < 0.75 else None
        case = Case(
            code=new_code("GT"),
            person=person,
            state=state,
            responsible_id=user if dice.random() < 0.1 else None,
            registered_at=at,
            touched_at=at,
            next_due=due,
            has_open_step=due is not None,
            closed_at=None if is_open else at,
        )
        tokens[person.id] = names_index.tokens_of(keys.token_key, names), sealer.slot
        birth = _BIRTHS.get(state, f"open_{state}")
        added = [
            key_row,
            person,
            Identity(person=person).seal(sealer, **names),
            case,
            CaseMove(
                case=case, verb=birth, to_state=state, at=at, by_organisation_id=scope.organisation_id()
            ),
            Need(case=case, kind=dice.choice(("shelter", "legal", "health")), urgency="d7"),
        ]
        if due is not None:
            step = NextStep(case=case, due_at=due, assigned_to_id=case.responsible_id)
            added.append(step.seal(sealer, what="Llamar"))
        for row in added:
            rows[type(row)].append(row)
    with together():
        for kind, created in rows.items():
            kind._default_manager.bulk_create(created)  # type: ignore[attr-defined]
        names_index.save(keys, tokens)
