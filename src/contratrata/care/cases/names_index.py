"""The keyed tokens a person is found by: her names, the numbers of her documents, the last digits of a telephone."""

import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from contratrata.ground.base import ids, scope
from contratrata.ground.base.errors import Shredded
from contratrata.ground.vault.public import (
    TOKEN_BYTES,
    Names,
    QueryToken,
    Ring,
    Sealer,
    beside,
    name_tokens,
    query_tokens,
)

_NOT_OF_A_NUMBER = re.compile(r"[^0-9A-Z]")
#: The questions by whose answers a person is found.
QUESTIONS = frozenset(
    {"given_names", "first_surname", "second_surname", "chosen_name", "alias", "documents", "contact_detail"}
)
#: Shorter ones are ages, house numbers, years.
LEAST_NUMBER = 5
#: By so many of its last digits a telephone is found: four are what somebody remembers, eight a number of the region
#: without its country.
LAST_DIGITS = range(4, 9)
#: A sealed entry has room for so many tokens, or twice as many: nearly every person is of the first step.
STEP = 64
_TELEPHONE = re.compile(r"\+?\d(?:[\s().-]*\d){5,14}")
_NOT_DIGITS = re.compile(r"[\s().+-]")


def names_of(texts: Mapping[str, str]) -> Names:
    """The names as they are compared; the chosen name and every alias count as other names."""
    others = [texts.get("chosen_name", ""), *texts.get("alias", "").split("\n")]
    return Names(
        given=texts.get("given_names", ""),
        surname=texts.get("first_surname", ""),
        second_surname=texts.get("second_surname", ""),
        others=tuple(name for name in others if name.strip()),
    )


def tokens_of(key: bytes, texts: Mapping[str, str]) -> set[bytes]:
    """All tokens of a person's identity texts."""
    numbers = (line.split("|")[-1] for line in texts.get("documents", "").split("\n"))
    telephones = {
        _telephone_token(key, digits[-length:])
        for entry in _TELEPHONE.findall(texts.get("contact_detail", ""))
        for digits in (_NOT_DIGITS.sub("", entry),)
        for length in LAST_DIGITS
        if len(digits) >= length
    }
    documents = {_number_token(key, one) for one in numbers if _plain(one)}
    return name_tokens(key, names_of(texts)) | documents | telephones


def number_query(keys: Sequence[bytes], text: str) -> list[QueryToken]:
    """The token of a document number by each key of tokens; none when what was typed cannot be one."""
    plain = _plain(text)
    if len(plain) < LEAST_NUMBER or not any(mark.isdigit() for mark in plain):
        return []
    return [QueryToken(_number_token(key, text), 0, 1) for key in keys]


def telephone_query(keys: Sequence[bytes], text: str) -> list[QueryToken]:
    """The token of the last digits of a telephone by each key of tokens; none when what was typed cannot be some."""
    digits = _NOT_DIGITS.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) < LAST_DIGITS.start:
        return []
    return [QueryToken(_telephone_token(key, digits[-(LAST_DIGITS.stop - 1) :]), 0, 1) for key in keys]


def name_query(keys: Sequence[bytes], names: Names | str) -> list[QueryToken]:
    """The tokens of a name by each key of tokens: while keys are turned, persons are found by the one or the other."""
    return [token for key in keys for token in query_tokens(key, names)]


def seal(keys: Ring, person_id: uuid.UUID, tokens: Iterable[bytes], slot: int | None) -> bytes:
    """The tokens of a person as one sealed text, whose length tells nothing but a step of so many tokens.

    `slot`: that of her key (`Sealer.slot`), so that they go with her.
    """
    rows = sorted(tokens)
    room = -(-max(len(rows), 1) // STEP) * STEP * TOKEN_BYTES
    packed = b"".join(rows)
    clear = len(rows).to_bytes(2, "big") + packed + bytes(room - len(packed))
    sealed: bytes = beside(keys.cipher, slot).encrypt(clear, _about(person_id))
    return sealed


def opened(keys: Ring, person_id: uuid.UUID, sealed: bytes | memoryview) -> set[bytes]:
    """The tokens again; none of who was erased."""
    if not sealed:
        return set()
    try:
        clear: bytes = keys.cipher.decrypt(bytes(sealed), _about(person_id))
    except Shredded:
        return set()
    number = int.from_bytes(clear[:2], "big")
    return {clear[2 + n * TOKEN_BYTES : 2 + (n + 1) * TOKEN_BYTES] for n in range(number)}


def _about(person_id: uuid.UUID) -> bytes:
    """What the sealed tokens are bound to: they cannot be moved to another person unseen."""
    return b"cases_nameentry|tokens|" + person_id.bytes


def replace(keys: Ring, person_id: uuid.UUID, texts: Mapping[str, str], sealer: Sealer) -> None:
    """Exchange the tokens of a person after an edit."""
    save(keys, {person_id: (tokens_of(keys.token_key, texts), sealer.slot)})


def save(keys: Ring, tokens: Mapping[uuid.UUID, tuple[Iterable[bytes], int | None]]) -> None:
    """Write the tokens of persons, each with the slot of her key, with one statement.

    Each row gets the number of this transaction (names_memory).
    """
    if tokens:
        _write({person: seal(keys, person, entry, slot) for person, (entry, slot) in tokens.items()})


def clear(person_id: uuid.UUID) -> None:
    """Nobody finds this person by name any more; the row stays, so that every process learns of it."""
    _write({person_id: b""})


def _write(sealed: Mapping[uuid.UUID, bytes]) -> None:
    here = scope.required()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_nameentry (id, organisation_id, realm, person_id, tokens, written) "
            "SELECT t.id, %s, %s, t.person_id, t.tokens, pg_current_xact_id()::text::bigint "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::bytea[]) AS t(id, person_id, tokens) "
            "ON CONFLICT (person_id) DO UPDATE SET tokens = EXCLUDED.tokens, written = EXCLUDED.written",
            [
                here.organisation_id,
                int(here.realm or 0),
                [ids.new_id() for _one in sealed],
                list(sealed),
                list(sealed.values()),
            ],
        )


def _plain(number: str) -> str:
    return _NOT_OF_A_NUMBER.sub("", number.upper())


def _number_token(key: bytes, number: str) -> bytes:
    return hmac.digest(key, b"d:" + _plain(number).encode(), hashlib.sha256)[:TOKEN_BYTES]


def _telephone_token(key: bytes, digits: str) -> bytes:
    return hmac.digest(key, b"t:" + digits.encode(), hashlib.sha256)[:TOKEN_BYTES]
