"""Who registered for the events of the demonstration: invented, marked so, several countries, sectors and sexes.

Nobody gets a mail. For the one to come as the form would write them, with a quota that is full and who waits for it;
for those that were held as they are a year afterwards, when nobody is named any more.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.ids import new_id
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.network.public import Organisation, is_demonstration
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import demonstrated

from . import asking, links, operations
from .happenings import Happening, by_id
from .models import Registration, RegistrationMove
from .operations.erasing import KEPT
from .queries import terms_of
from .states import REGISTRATION, State

#: By turns; nobody must say her sex.
_SECTORS = ("civil_society", "public", "civil_society", "university", "public", "international", "other")
_SEXES = ("female", "female", "male", "female", "male", "", "female")
#: Of those who have a place so many have not confirmed their address yet, and so many cancelled.
_UNCONFIRMED, _LEFT = 3, 2
_DAY = dt.timedelta(days=1)


def demonstrate(_scope: Scope) -> int:
    """Write them, where the demonstration's events are published; once. Returns how many."""
    if not is_demonstration():
        return 0
    house = Organisation.objects.get(id=organisation_id())
    number = 0
    for key, people in (("coming", _data()["coming"]["people"]), *_data()["past"].items()):
        event = demonstrated(key)
        happening = by_id(event.id, house) if event else None
        if happening is None or Registration.objects.filter(event_id=happening.id).exists():
            continue
        rows = _coming(happening, people) if key == "coming" else _past(happening, people)
        audit.record("registration.demonstrated", kind="event", subject=happening.id, number=len(rows))
        number += len(rows)
    return number


@functools.cache
def _data() -> dict[str, Any]:
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _traits(people: Mapping[str, int]) -> Iterator[dict[str, str]]:
    """Country, sector and sex of each, country by country."""
    countries = [code for code, number in people.items() for _n in range(number)]
    for n, country in enumerate(countries):
        yield {"country": country, "sector": _SECTORS[n % len(_SECTORS)], "sex": _SEXES[n % len(_SEXES)]}


def _name(n: int, sex: str) -> str:
    """A name that none of the others has: who has the same first one has another first surname."""
    firsts, surnames = _data()["men" if sex == "male" else "women"], _data()["surnames"]
    size = len(surnames)
    one = (n * 3 + n // size) % size
    other = (n * 7 + 5) % size
    words = (firsts[n % len(firsts)], surnames[one], surnames[other if other != one else other - 1])
    return f"{' '.join(words)} ({'ficticio' if sex == 'male' else 'ficticia'})"


def _born(rows: Sequence[Registration]) -> list[Registration]:
    """Write rows with their first moves, all at once."""
    Registration.objects.bulk_create(rows)
    verbs = {State.PLACED: "place", State.WAITING: "queue"}
    RegistrationMove.objects.bulk_create(
        RegistrationMove(registration_id=row.id, verb=verbs[State(row.state)], to_state=row.state, at=row.at)
        for row in rows
    )
    return list(rows)


def _past(event: Happening, people: Mapping[str, int]) -> list[Registration]:
    """Those of an event that was held: what erasing leaves of them."""
    rows = []
    for n, traits in enumerate(_traits(people)):
        at = event.copy.begins - (2 + n % 25) * _DAY
        rows.append(Registration(
            event_id=event.id, subject_id=new_id(), language="es", state=State.PLACED,
            time_zone=asking.zone_of(traits["country"], event), at=at, since=at, linked_at=at,
            confirmed_at=at + dt.timedelta(hours=2), erased_at=event.copy.ends + KEPT, **traits,
        ))  # fmt: skip
    return _born(rows)


def _coming(event: Happening, people: Mapping[str, int]) -> list[Registration]:
    """Those of the event to come, sealed; who finds her country's quota full waits."""
    quotas = _data()["coming"]["quotas"]
    if terms_of(event) is None:
        operations.set_terms(
            event,
            values={"country_quotas": tuple(quotas.items()), "consents": ("recording", "listed")},
            expected_version=0,
        )
    facts, keys = asking.facts_of(event, terms_of(event)), vault.ring()
    rows, seals, taken = [], [], dict.fromkeys(quotas, 0)
    for n, traits in enumerate(_traits(people)):
        country = traits["country"]
        fits = taken.get(country, 0) < quotas.get(country, n + 1)
        if country in taken:
            taken[country] += fits
        subject, sealer = keys.new_subject()
        at = clock.now() - (1 + n % 9) * _DAY
        row = Registration(
            event_id=event.id, subject_id=sealer.subject_id, language="en" if n % 12 == 5 else "es",
            email_key=links.address_keys(event.id, _address(n), keys)[0], at=at, since=at, linked_at=at,
            time_zone=asking.zone_of(country, event), state=State.PLACED if fits else State.WAITING,
            confirmed_at=at + dt.timedelta(hours=2),
        )  # fmt: skip
        asking.put(row, facts, _values(n, traits), sealer)
        rows.append(row)
        seals.append(subject)
    vault.SubjectKey.objects.bulk_create(seals)
    _leave(event, _born(rows))
    return rows


def _values(n: int, traits: Mapping[str, str]) -> dict[str, Any]:
    needs = _data()["coming"]["needs"]
    return {
        **traits, "name": _name(n, traits["sex"]), "email": _address(n), "interpretation": (), "phone": "",
        "needs": (needs[n // 5 % len(needs)],) if n % 5 == 1 else (), "needs_words": "",
        "recording": n % 3 != 2, "listed": n % 2 == 0,
    }  # fmt: skip


def _address(n: int) -> str:
    return f"persona{n + 1}@demostracion.example"


def _leave(event: Happening, rows: Sequence[Registration]) -> None:
    """Some have not confirmed their address yet, some cancelled."""
    placed = [row for row in rows if row.state == State.PLACED][-_UNCONFIRMED - _LEFT :]
    for row in placed[:_UNCONFIRMED]:
        row.confirmed_at, row.due_at = None, event.wait()
        row.save(update_fields=["confirmed_at", "due_at"])
    for row in placed[_UNCONFIRMED:]:
        row.state = REGISTRATION.target("withdraw", row.state)
        row.save(update_fields=["state"])
        RegistrationMove(
            registration_id=row.id, verb="withdraw", from_state=State.PLACED, to_state=row.state
        ).save(force_insert=True)
