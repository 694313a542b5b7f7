"""Finding rows by part of their code: what somebody remembers of `GT-7KQ2-41XC` is often the middle of it."""

import re
from typing import cast

from django.db.models import QuerySet, Value
from django.db.models.functions import Replace

from contratrata.ground.base import ids

from .declared import M

#: A code has no vowels but in the two letters of its country: hardly a name looks like part of one.
_PART = re.compile(rf"(?:[A-Z]{{2}})?[{ids.ALPHABET}]{{3,8}}")
#: The characters that follow the country.
WHOLE = 8


def part_of_code(text: str) -> str:
    """The part of a code that a text may be, without spaces and dashes; "" when it can be none (three at least)."""
    plain = "".join(mark for mark in text.upper() if mark not in " -‐‑–")
    return plain if _PART.fullmatch(plain) else ""


def with_code(query: QuerySet[M], part: str) -> QuerySet[M]:
    """Those of visible rows whose `code` holds this part; reads the codes of the organisation, not its files."""
    plain = Replace("code", Value("-"), Value(""))
    narrowed = query.alias(plain_code=plain).filter(plain_code__contains=part)
    return cast("QuerySet[M]", narrowed.order_by("code"))
