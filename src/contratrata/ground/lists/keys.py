"""The key of a page in an address: sealed, so that no date, code or name of a row stands in an address or a log."""

import base64
import functools
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import salted_hmac

_NONCE = 12
#: Longer ones are not ours.
_MOST = 1_000


class Exact(DjangoJSONEncoder):
    """Django's encoder cuts a moment to milliseconds; a key must be the row's own value."""

    def default(self, o: Any) -> Any:
        """Moments whole, everything else as Django writes it."""
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def seal(place: str, values: Sequence[Any]) -> str:
    """The key of a row of the list and order `place`, from the values it is ordered by."""
    nonce = os.urandom(_NONCE)
    sealed = _cipher().encrypt(nonce, json.dumps(list(values), cls=Exact).encode(), place.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(place: str, text: str) -> list[Any] | None:
    """The values of a key as JSON holds them; None when it is none of this list in this order."""
    if len(text) > _MOST:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = json.loads(_cipher().decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()))
    except (ValueError, InvalidTag):
        return None
    return list(values)


@functools.lru_cache(maxsize=1)
def _cipher() -> AESGCM:
    return AESGCM(salted_hmac("contratrata.lists", "page", algorithm="sha256").digest())
