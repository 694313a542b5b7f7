"""The keyed tokens a person is found by: her names, the numbers of her documents, the last digits of a telephone."""

import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable, Mapping

from django.db import connection

from contratrata.ground.base import ids, scope
from contratrata.ground.vault.public import TOKEN_BYTES, Names, QueryToken, name_tokens

from .models import NameToken

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
        for found in _TELEPHONE.findall(texts.get("contact_detail", ""))
        for digits in (_NOT_DIGITS.sub("", found),)
        for length in LAST_DIGITS
        if len(digits) >= length
    }
    documents = {_number_token(key, one) for one in numbers if _plain(one)}
    return name_tokens(key, names_of(texts)) | documents | telephones


def number_query(key: bytes, text: str) -> QueryToken | None:
    """The token of a document number, when what was typed may be one."""
    plain = _plain(text)
    if len(plain) < LEAST_NUMBER or not any(mark.isdigit() for mark in plain):
        return None
    return QueryToken(_number_token(key, text), 0, 1)


def telephone_query(key: bytes, text: str) -> QueryToken | None:
    """The token of the last digits of a telephone, when what was typed may be some."""
    digits = _NOT_DIGITS.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) < LAST_DIGITS.start:
        return None
    return QueryToken(_telephone_token(key, digits[-(LAST_DIGITS.stop - 1) :]), 0, 1)


def replace(key: bytes, person_id: uuid.UUID, texts: Mapping[str, str]) -> None:
    """Exchange the tokens of a person after an edit."""
    NameToken.objects.filter(person_id=person_id).delete()
    save({person_id: tokens_of(key, texts)})


def save(tokens: Mapping[uuid.UUID, Iterable[bytes]]) -> None:
    """Insert the tokens of persons with one statement, in an order that tells nothing of the names.

    Thirty rows a person are the bulk of a registration: arrays instead of rows of parameters halve its time.
    """
    rows = [(person, token) for person, found in tokens.items() for token in sorted(found)]
    if not rows:
        return
    persons, values = zip(*rows, strict=True)
    here = scope.required()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_nametoken (id, organisation_id, realm, token, person_id) "
            "SELECT t.id, %s, %s, t.token, t.person_id "
            "FROM unnest(%s::uuid[], %s::bytea[], %s::uuid[]) AS t(id, token, person_id)",
            [
                here.organisation_id,
                int(here.realm or 0),
                [ids.new_id() for _one in rows],
                list(values),
                list(persons),
            ],
        )


def _plain(number: str) -> str:
    return _NOT_OF_A_NUMBER.sub("", number.upper())


def _number_token(key: bytes, number: str) -> bytes:
    return hmac.digest(key, b"d:" + _plain(number).encode(), hashlib.sha256)[:TOKEN_BYTES]


def _telephone_token(key: bytes, digits: str) -> bytes:
    return hmac.digest(key, b"t:" + digits.encode(), hashlib.sha256)[:TOKEN_BYTES]
