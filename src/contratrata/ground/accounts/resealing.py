"""Secrets of second factors, when the master keyset is turned."""

import base64
import json
from collections.abc import Callable
from typing import Any, Literal

import tink

from contratrata.ground.vault.public import BATCH, Pass, Sealing

from .adapters import MFAAdapter

#: What allauth keeps sealed of a factor, by its key in `data`: one text, or a list of them.
_SECRETS = ("secret", "seed", "migrated_codes")


class Factors:
    """The sealed secrets in `mfa_authenticator.data`, each a text in base64. Staff are few: all are looked at."""

    by: Literal["master", "organisation"] = "master"
    table = "mfa_authenticator"

    def again(self, keeper: Any, sealing: Sealing) -> Pass:
        """One pass over all factors. Each batch is a transaction."""
        adapter, done, last = MFAAdapter(), Pass(0, 0), 0
        while True:
            with keeper.transaction():
                rows = keeper.execute(
                    "SELECT id, data FROM mfa_authenticator WHERE id > %s ORDER BY id LIMIT %s "
                    "FOR NO KEY UPDATE SKIP LOCKED",
                    [last, BATCH],
                ).fetchall()
                if not rows:
                    return done
                for key, data in rows:
                    if not _undone(data, sealing):
                        continue
                    try:
                        fresh = _changed(data, lambda text: adapter.encrypt(adapter.decrypt(text)))
                    except (tink.TinkError, ValueError):
                        done = done.plus(Pass(0, 1))
                        continue
                    keeper.execute(
                        "UPDATE mfa_authenticator SET data = %s WHERE id = %s", [json.dumps(fresh), key]
                    )
                    done = done.plus(Pass(1, 0))
            last = rows[-1][0]

    def left(self, keeper: Any, sealing: Sealing) -> int:
        """How many factors hold a secret that another master key sealed."""
        rows = keeper.execute("SELECT data FROM mfa_authenticator").fetchall()
        return sum(_undone(data, sealing) for (data,) in rows)


def _changed(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    found = dict(data)
    for name in _SECRETS:
        value = found.get(name)
        if isinstance(value, list):
            found[name] = [change(one) for one in value]
        elif value:
            found[name] = change(value)
    return found


def _undone(data: dict[str, Any], sealing: Sealing) -> bool:
    texts: list[str] = []
    _changed(data, lambda text: texts.append(text) or text)  # type: ignore[func-returns-value]
    return any(not base64.b64decode(text).startswith(sealing.mark) for text in texts)
