"""Recognising in a text the person's own name, document or telephone, however they are written there.

For what is shared without the part that says who she is. It errs towards asking.
"""

import dataclasses
import re
from collections.abc import Collection
from typing import Literal

from contratrata.ground.codes.public import without_accents
from contratrata.ground.vault.public import PARTICLES, Sealer

from .file.documents import Document
from .file.questions import FILE
from .models import Case, Identity

#: What a piece of a text is of her.
Own = Literal["name", "document", "telephone"]

_NAMES = ("given_names", "first_surname", "second_surname", "chosen_name", "alias")
_FEWEST_LETTERS = 3
#: A shorter number is a year, an age, a room.
_FEWEST_SIGNS, _FEWEST_DIGITS, _LAST_DIGITS = 5, 7, 8
_WORD = re.compile(r"[^\W\d_]+")
#: Digits as they may be parted in writing: «(502) 5555.0134».
_NUMBER = re.compile(r"\+?\d(?:[\s.\-–/()]{0,3}\d)*")


@dataclasses.dataclass(frozen=True, slots=True)
class OwnWords:
    """What must not stand in a text: words of her names, numbers of her documents, ends of her telephones; folded."""

    names: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    telephones: frozenset[str] = frozenset()

    def found_in(self, text: str) -> dict[Own, str]:
        """Of each kind the first piece that stands in the text, as it is written there."""
        result: dict[Own, str] = {}
        for word in _WORD.findall(text):
            if _folded(word) in self.names:
                result.setdefault("name", word)
        if self.documents and (piece := _holding(text, self.documents)):
            result["document"] = piece
        for match in _NUMBER.finditer(text) if self.telephones else ():
            digits = _digits(match[0])
            if any(number in digits for number in self.telephones):
                result.setdefault("telephone", match[0])
        return result


def own_words(case: Case, sealer: Sealer, *, shared: Collection[str] = ()) -> OwnWords:
    """What names this person, without what the parts `shared` (file_part) say themselves. One query."""
    values = Identity.objects.get(person_id=case.person_id).open(
        sealer, *_NAMES, "documents", "contact_detail"
    )
    stored = {name for name in values if FILE.fact(name).part not in shared}
    words = {_folded(word) for name in _NAMES if name in stored for word in _WORD.findall(values[name])}
    documents: tuple[Document, ...] = ()
    if "documents" in stored:
        documents = FILE.fact("documents").kind.from_text(values["documents"])
    numbers = {_signs(one.number) for one in documents}
    calls = _NUMBER.findall(values["contact_detail"]) if "contact_detail" in stored else []
    digits = {_digits(one) for one in calls}
    return OwnWords(
        frozenset(word for word in words if len(word) >= _FEWEST_LETTERS and word not in PARTICLES),
        frozenset(one for one in numbers if len(one) >= _FEWEST_SIGNS),
        frozenset(one[-_LAST_DIGITS:] for one in digits if len(one) >= _FEWEST_DIGITS),
    )


def _folded(word: str) -> str:
    return without_accents(word).casefold()


def _signs(text: str) -> str:
    return "".join(mark for mark in _folded(text) if mark.isalnum())


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdecimal())


def _holding(text: str, numbers: frozenset[str]) -> str:
    """The piece of a text that is one of these numbers once separators, case and accents are left out; or ""."""
    signs, places = [], []
    for place, mark in enumerate(text):
        for sign in _signs(mark):
            signs.append(sign)
            places.append(place)
    whole = "".join(signs)
    for number in sorted(numbers):
        if (at := whole.find(number)) >= 0:
            return text[places[at] : places[at + len(number) - 1] + 1]
    return ""
