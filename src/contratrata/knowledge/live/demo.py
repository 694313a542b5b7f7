"""What the demonstration shows of a workshop's tables: notes, agreements, what countries would adopt. All invented."""

import functools
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.base.scope import Scope
from contratrata.ground.nouns.public import invented, ties
from contratrata.knowledge.events import public as events

from . import agreeing, notebook
from .models import Agreement, Wish
from .owning import tables_of

#: The page that writes, everywhere: an invented one.
_WRITER = uuid.uuid5(uuid.NAMESPACE_URL, "demo:live")


@invented()
def demonstrate(_scope: Scope) -> int:
    """Let the tables of the demonstration's workshop write, hand over and be shared, once. Returns how many did."""
    entries = _entries()
    number = 0
    kind = ties.declared("event")
    for event_id in [
        key for key, words in (kind.named() if kind else ()) if words.startswith(entries["event"])
    ]:
        for session, entry in zip(tables_of(event_id), entries["tables"], strict=False):
            if Agreement.objects.filter(session_id=session.id).exists():
                continue
            _write(session, entry)
            number += 1
    return number


@functools.cache
def _entries() -> dict[str, Any]:
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    entries: dict[str, Any] = yaml.safe_load(text)
    return entries


def _write(session: events.Session, entry: Mapping[str, Any]) -> None:
    notebook.write_note(session, 0, words=entry["notes"], version=0, writer=_WRITER)
    for n, values in enumerate(entry["agreements"]):
        agreeing.agree(session, values=values, token=uuid.uuid5(session.id, f"agreement:{n}"))
    practice = _practice(entry["wish"]["practice"])
    if practice and not Wish.objects.filter(session_id=session.id).exists():
        agreeing.wish(
            session, values=entry["wish"] | {"practice": practice}, token=uuid.uuid5(session.id, "wish")
        )
    notebook.hand_over(session)
    notebook.share(session.id, shared=True)


def _practice(n: int) -> str:
    """The tie to the n-th practice that the demonstration has; "" where it has fewer."""
    kind = ties.declared("practice")
    offered = sorted(kind.offered(), key=lambda one: one[1]) if kind else []
    return (
        f"{ties.key_of('practice', offered[n][0])}{offered[n][1]}"[: ties.LONGEST] if n < len(offered) else ""
    )
