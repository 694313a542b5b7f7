"""The names of an organisation's persons, opened in the memory of this process: what a search asks.

In the database the tokens of each person are one sealed text of a stepped length (`NameEntry`): no two rows can be told
to share a name. Here they are opened once for each organisation and process, and then only what was written since.

What was written since is known by the numbers of transactions: what an older transaction than any still open wrote has
been read; the rest is read again. What the present transaction itself wrote is used and not kept: it may be undone.
"""

import dataclasses
import threading
import uuid
from array import array
from collections.abc import Iterable, Sequence

from django.db import connection

from contratrata.ground.base import scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import QueryToken, Ring

from . import names_index
from .models import Identity

#: Organisations that one process keeps; some 20 MB each at 50,000 persons.
MOST_KEPT = 50

_ALL = """
SELECT now.horizon, e.person_id, e.tokens, e.written = now.own
FROM (
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
         pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS ahead,
         pg_current_xact_id_if_assigned()::text::bigint AS own
) AS now LEFT JOIN cases_nameentry e ON e.organisation_id = %s
"""
#: What seems to come from the future was restored from a server that had counted further: it was read the first time.
_SINCE = f"{_ALL} AND e.written >= %s AND (e.written < now.ahead OR e.written = now.own)"


class _Names:
    """Tokens and the persons they lead to. Persons are numbered; a person written anew gets a new number."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        #: What transactions from this number on wrote is read again.
        self.horizon = 0
        self._numbers: dict[uuid.UUID, int] = {}
        self._people: list[uuid.UUID | None] = []
        self._by_token: dict[bytes, array[int]] = {}

    def put(self, person: uuid.UUID, tokens: Iterable[bytes]) -> None:
        """Exchange the tokens of a person."""
        former = self._numbers.pop(person, None)
        if former is not None:
            self._people[former] = None
        number = len(self._people)
        self._people.append(person)
        self._numbers[person] = number
        for token in tokens:
            self._by_token.setdefault(token, array("I")).append(number)

    def weights(self, tokens: Sequence[QueryToken]) -> dict[uuid.UUID, int]:
        """For each word of a query the heaviest token that a person has counts; their sum, by person."""
        total: dict[int, int] = {}
        for word in {one.word for one in tokens}:
            heaviest: dict[int, int] = {}
            for one in sorted((one for one in tokens if one.word == word), key=lambda one: one.weight):
                heaviest.update(dict.fromkeys(self._by_token.get(one.token, ()), one.weight))
            for number, weight in heaviest.items():
                total[number] = total.get(number, 0) + weight
        return {
            person: weight for number, weight in total.items() if (person := self._people[number]) is not None
        }


_cache: dict[tuple[uuid.UUID, int], _Names] = {}
_choosing = threading.Lock()


@dataclasses.dataclass(frozen=True, slots=True)
class _Since:
    """What was read: up to where, what others wrote, what this very transaction wrote."""

    horizon: int
    others: dict[uuid.UUID, set[bytes]]
    own: dict[uuid.UUID, set[bytes]]


def candidates(keys: Ring, tokens: Sequence[QueryToken], least: int) -> dict[uuid.UUID, int]:
    """The persons of the acting organisation who reach `least`, with their weights. One statement when warm."""
    if (
        not scope.required().identities
    ):  # memory knows no policies: what the table would refuse, it refuses too
        return {}
    names = _names_of(scope.organisation_id(), scope.realm())
    with names.lock:
        since = _read_since(keys, names.horizon)
        if names.horizon == 0:
            for person, entry in _not_indexed(keys).items():
                names.put(person, entry)
        for person, entry in since.others.items():
            names.put(person, entry)
        names.horizon = since.horizon
        weights = names.weights(tokens)
    if since.own:
        mine = _Names()
        for person, entry in since.own.items():
            mine.put(person, entry)
        weights = {p: w for p, w in weights.items() if p not in since.own} | mine.weights(tokens)
    return {person: weight for person, weight in weights.items() if weight >= least}


def _names_of(organisation_id: uuid.UUID, realm: int) -> _Names:
    with _choosing:
        names = _cache.pop((organisation_id, realm), None) or _Names()
        _cache[organisation_id, realm] = names  # the last asked for stands last
        if len(_cache) > MOST_KEPT:
            del _cache[next(iter(_cache))]
    return names


def _read_since(keys: Ring, horizon: int) -> _Since:
    with connection.cursor() as cursor:
        if horizon:
            cursor.execute(_SINCE, [scope.organisation_id(), horizon])
        else:
            cursor.execute(_ALL, [scope.organisation_id()])
        rows = cursor.fetchall()
    since = _Since(rows[0][0], {}, {})
    for _horizon, person, sealed, own in rows:
        if person is not None:
            (since.own if own else since.others)[person] = names_index.opened(keys, person, sealed)
    return since


def _not_indexed(keys: Ring) -> dict[uuid.UUID, set[bytes]]:
    """Who was registered before there were entries: found all the same until `reindex-names` has written them."""
    rows = list(Identity.objects.select_related("person").filter(
        organisation_id=scope.organisation_id(), person__erased_at__isnull=True, person__name_entry__isnull=True
    ))  # fmt: skip
    sealers = vault.open_subjects({row.person.subject_id for row in rows}, keys)
    return {
        row.person_id: names_index.tokens_of(keys.token_key, row.open(sealer, *names_index.QUESTIONS))
        for row in rows
        if (sealer := sealers.get(row.person.subject_id)) is not None
    }
