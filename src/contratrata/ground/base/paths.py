"""The address of a page, for those that a page of the house asks again and again: the menu, the lines of a list.

`reverse` goes through the patterns each time; here each name is asked once and its ids are put in.
"""

import uuid
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def path_of(name: str, *ids: uuid.UUID) -> str:
    """`reverse(name, args=ids)` for a page whose only arguments are ids. Raises `NoReverseMatch`."""
    pieces = _pieces(name, len(ids), get_script_prefix(), settings.ROOT_URLCONF)
    if not ids:
        return pieces[0]
    out = [pieces[0]]
    for one, piece in zip(ids, pieces[1:], strict=True):
        out += (str(one), piece)
    return "".join(out)


@lru_cache(maxsize=1_000)
def _pieces(name: str, number: int, _prefix: str, _urlconf: str) -> tuple[str, ...]:
    """What stands between the ids of an address, found by asking for it with ids that nothing has."""
    stand_ins = [uuid.UUID(int=0x4000_8000_0000_0000_0000 + n) for n in range(number)]
    rest, result = reverse(name, args=stand_ins), []
    for one in stand_ins:
        piece, _one, rest = rest.partition(str(one))
        result.append(piece)
    return (*result, rest)
