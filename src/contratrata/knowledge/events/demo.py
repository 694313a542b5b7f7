"""What the demonstration shows of events: two that were held, from the public facts of documents, and one to come."""

import datetime as dt
import functools
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Fact
from contratrata.ground.network.public import is_demonstration
from contratrata.ground.nouns.public import invented, ties
from contratrata.ground.nouns.public import operations as nouns

from . import parts
from .models import EVENTS, Event, Published

#: The first day of what is to come, so many days from the day it is written.
AHEAD = 10


@invented()
def demonstrate(_scope: Scope) -> int:
    """Write the events with what belongs to them and publish them; once. Returns how many there are."""
    titles: dict[str, Event] = {}
    for n, entry in enumerate(_entries()):
        titles[entry["key"]] = _write(n, entry, titles)
    return len(titles) + nouns.demonstrate(EVENTS)


@functools.cache
def _entries() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)["events"]
    return entries


def demonstrated(key: str) -> Event | None:
    """The event of the acting organisation that the demonstration wrote under this key, once it is published."""
    number = next(n for n, entry in enumerate(_entries()) if entry["key"] == key)
    event = Event.objects.filter(organisation_id=organisation_id(), once=_token(number)).first()
    return event if event is not None and Published.objects.filter(row_id=event.id).exists() else None


def _write(n: int, entry: Mapping[str, Any], before: Mapping[str, Event]) -> Event:
    stated = dict(entry["values"])
    if "weeks" in entry:
        first = clock.today() + dt.timedelta(days=AHEAD)
        last = first + dt.timedelta(weeks=entry["weeks"])
        stated |= {
            "starts_on": f"{first:%d/%m/%Y}",
            "ends_on": f"{last:%d/%m/%Y}",
            "closes_on": f"{first:%d/%m/%Y}",
        }
    values = _values(EVENTS.facts, stated)
    if "after" in entry:
        former = before[entry["after"]]
        values["after"] = f"{ties.key_of('event', former.id)}{EVENTS.title(former)}"
    event = nouns.write(EVENTS, values=values, token=_token(n))
    if event.version == 1:
        _parts(event, entry)
        event.refresh_from_db()
        if is_demonstration() and not Published.objects.filter(row_id=event.id).exists():
            nouns.publish(EVENTS, event.id, expected_version=event.version)
    return event


def _parts(event: Any, entry: Mapping[str, Any]) -> None:
    """Its people, rooms and sessions; each names those written before it by their keys."""
    ids: dict[str, str] = {}
    sorts: dict[str, parts.Sort[Any]]
    sorts = {"people": parts.SPEAKERS, "rooms": parts.ROOMS, "sessions": parts.SESSIONS}
    for name, sort in sorts.items():
        for n, entries in enumerate(entry.get(name, ())):
            own = dict(entries)
            key = own.pop("key", f"{name}{n}")
            day = own.pop("on", None)
            chosen = {fact.name: own.pop(fact.name) for fact in sort.chosen if fact.name in own}
            values = _values(sort.questions.facts, own)
            values |= {fact: _chosen(keys, ids) for fact, keys in chosen.items()}
            if day is not None:
                values["day"] = event.starts_on + dt.timedelta(days=day)
            token = uuid.uuid5(event.id, f"{name}:{n}")
            ids[key] = str(parts.write(sort, event.id, values=values, token=token).id)


def _chosen(stated: str | list[str], ids: Mapping[str, str]) -> str | tuple[str, ...]:
    return ids[stated] if isinstance(stated, str) else tuple(ids[one] for one in stated)


def _values(facts: tuple[Fact, ...], stated: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {fact.name: fact.kind for fact in facts}
    return {
        name: Translated.of(text) if isinstance(text, dict) else kinds[name].read(str(text))
        for name, text in stated.items()
    }


def _token(n: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"demo:events:planned:{n}")
