"""What may be seen of the outbox: counts, ages, faults, held batches. Never an address."""

import dataclasses
import datetime as dt
import uuid

from django.db.models import Count, Max, Min, QuerySet
from django.utils import translation

from . import render
from .kinds import UnknownKind, groups, kind_of
from .models import Message, Preference
from .sending import Content
from .states import Choice, State


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """How many mails of a kind are in a state, and since when the oldest is."""

    kind: str
    state: State
    count: int
    oldest: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """A batch that waits for a look."""

    batch: uuid.UUID
    kind: str
    count: int
    at: dt.datetime
    realm: int | None


def tallies() -> list[Tally]:
    """The outbox in a table: what waits and what failed first, the oldest of each."""
    rows = Message.objects.values("kind", "state").annotate(count=Count("id"), oldest=Min("at"))
    order = list(State)
    result = [Tally(row["kind"], State(row["state"]), row["count"], row["oldest"]) for row in rows]
    return sorted(result, key=lambda one: (order.index(one.state), one.kind))


def troubled() -> QuerySet[Message]:
    """Mails that failed or bounced, newest first."""
    return Message.objects.filter(state__in=(State.FAILED, State.BOUNCED)).order_by("-at", "id")


def held() -> list[Held]:
    """The batches that wait for a look, oldest first; under the coordination's scope those of its realm."""
    rows = (
        Message.objects.filter(state=State.HELD, batch__isnull=False)
        .values("batch", "kind", "realm")
        .annotate(count=Count("id"), first=Min("at"))
        .order_by("first", "batch")
    )
    return [Held(r["batch"], r["kind"], r["count"], r["first"], r["realm"]) for r in rows if r["batch"]]


def preview(batch: uuid.UUID) -> dict[str, str]:
    """The text of a held batch in each language it is written in; empty when there is no such batch to see."""
    texts: dict[str, str] = {}
    for language in ("es", "en"):
        row = Message.objects.filter(batch=batch, state=State.HELD).order_by("id").first()
        if row is None:
            return {}
        with translation.override(language):
            carried = render.Carried(row, kind_of(row.kind), Content.of(row))
            mail = render.mail([carried], "nadie@contratrata.example", language)
        texts[language] = f"{mail.subject}\n\n{mail.body}"
    return texts


def choices_of(user_id: uuid.UUID) -> dict[str, Choice]:
    """What the user chose for each declared group."""
    rows = dict(Preference.objects.filter(user_id=user_id).values_list("group", "choice"))
    return {group.name: Choice(rows.get(group.name, Choice.AT_ONCE)) for group in groups()}


def kind_label(name: str) -> str:
    """The subject of a kind, or its bare name when nobody declares it any more."""
    try:
        return str(kind_of(name).subject) or name
    except UnknownKind:
        return name


def last_sent() -> dt.datetime | None:
    """When the last mail went out."""
    newest: dt.datetime | None = Message.objects.filter(state=State.SENT).aggregate(at=Max("ended_at"))["at"]
    return newest
