"""The address of a page, for those that a page of the house asks again and again: the menu, the lines of a list.

`reverse` goes through the patterns each time; here each name is asked once and its ids are put in.
"""

import uuid
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def path_of(name: str, *parts: uuid.UUID | str) -> str:
    """`reverse(name, args=parts)` for a page whose arguments are ids, and words of the code. Raises `NoReverseMatch`.

    Each word makes a kept address of its own: never one that a user wrote.
    """
    ids = [part for part in parts if isinstance(part, uuid.UUID)]
    words = tuple(None if isinstance(part, uuid.UUID) else part for part in parts)
    pieces = _pieces(name, words, get_script_prefix(), settings.ROOT_URLCONF)
    if not ids:
        return pieces[0]
    out = [pieces[0]]
    for one, piece in zip(ids, pieces[1:], strict=True):
        out += (str(one), piece)
    return "".join(out)


@lru_cache(maxsize=1_000)
def _pieces(name: str, words: tuple[str | None, ...], _prefix: str, _urlconf: str) -> tuple[str, ...]:
    """What stands between the ids of an address, found by asking for it with ids that nothing has."""
    asked = [uuid.UUID(int=0x4000_8000_0000_0000_0000 + n) if w is None else w for n, w in enumerate(words)]
    rest, result = reverse(name, args=asked), []
    for one in asked:
        if isinstance(one, uuid.UUID):
            piece, _one, rest = rest.partition(str(one))
            result.append(piece)
    return (*result, rest)
