"""What belongs to an event – sessions, rooms, people, materials – is written, changed and removed in one way.

Each act counts as an edit of the event, under its lock: its version says all that is published of it.
"""

import dataclasses
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required, user_id
from contratrata.ground.files import public as files
from contratrata.ground.kinds.public import Choice, Choices, Fact, Values, check_values
from contratrata.ground.nouns.public import ask_about
from contratrata.ground.questions.public import QuestionSet
from contratrata.ground.things.public import from_row, to_row
from contratrata.ground.vault import public as vault

from . import (
    events,  # noqa: F401  (declares the events of this package)
    hooks,
)
from . import models as m
from .words import ROLES
from .zones import moment

P = TypeVar("P", bound=m.Session | m.Room | m.Material | m.Speaker)
AnySort = "Sort[Any]"


@dataclasses.dataclass(frozen=True, slots=True)
class Sort(Generic[P]):
    """A sort of part: its word in addresses, its questions, its table, and what is chosen among other parts.

    `offers`: the sort whose rows each fact of `chosen` offers. `check`: over all its facts, with the event.
    """

    slug: str
    questions: QuestionSet
    model: type[P]
    chosen: tuple[Fact, ...] = ()
    offers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    check: Callable[[m.Event, P, Mapping[str, Any]], None] = lambda _event, _row, _values: None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that is told of one; what is chosen offers nothing yet (`facts_of`)."""
        return (*self.questions.facts, *self.chosen)


def _timed(event: m.Event, row: m.Session, values: Mapping[str, Any]) -> None:
    """Put the moment it begins. Raises `DomainError`: a time needs its day, its length, and a clock that shows it."""
    if values["starts"] and not values["day"]:
        raise DomainError(_("Diga también qué día."), field="day")
    if values["starts"] and not values["minutes"]:
        raise DomainError(_("Diga también cuánto dura."), field="minutes")
    zone = values["zone"] or event.zone
    row.begins = moment(values["day"], values["starts"], zone) if values["starts"] else None


def _allowed(event: m.Event, _row: m.Material, values: Mapping[str, Any]) -> None:
    """A recording is shown when everybody in it agreed. Raises `DomainError`."""
    if not values["link"] and not values["document"]:
        raise DomainError(_("Ponga el enlace o elija el archivo."), field="link")
    if values["sort"] == "recording" and values["shown"] and unwilling(event.id, values):
        raise DomainError(
            _("Alguien de esta grabación no ha aceptado que se publique: anótelo primero en su ficha."),
            field="shown",
        )


SESSIONS = Sort("sesiones", m.SESSION, m.Session, m.SESSION_CHOSEN,
    {"room": "salas"} | dict.fromkeys(ROLES, "personas"), _timed)  # fmt: skip
ROOMS = Sort("salas", m.ROOM, m.Room, m.ROOM_CHOSEN, {"companion": "personas"})
SPEAKERS = Sort("personas", m.SPEAKER, m.Speaker)
MATERIALS = Sort("materiales", m.MATERIAL, m.Material, m.MATERIAL_CHOSEN,
    {"session": "sesiones", "speaker": "personas"}, _allowed)  # fmt: skip
SORTS: "dict[str, Sort[Any]]" = {one.slug: one for one in (SESSIONS, ROOMS, SPEAKERS, MATERIALS)}


def _every(sort: Sort[P]) -> QuerySet[P]:
    return cast("QuerySet[P]", sort.model._default_manager.all())


def rows_of(sort: Sort[P], event_id: uuid.UUID) -> QuerySet[P]:
    """The parts of an event in their order: sessions by their time, those of the same moment as they were placed."""
    rows = _every(sort).filter(event_id=event_id)
    order = ("begins", "position", "id") if sort is SESSIONS else ("position", "id")
    return rows.order_by(*order)


def values_of(sort: Sort[P], row: P) -> dict[str, Any]:
    """What a part says; what is sealed is opened."""
    if not isinstance(row, m.Speaker):
        return from_row(sort.facts, row)
    stored = json.loads(row.open(vault.ring().drafts(), "words")["words"] or "{}")
    sealed = {fact.name: fact.kind.from_text(stored.get(fact.name, "")) for fact in m.SEALED}
    return from_row(m.SPEAKER_PLAIN, row) | sealed


def title(sort: Sort[P], row: P) -> str:
    """What a part is called."""
    if isinstance(row, m.Speaker):
        return str(values_of(sort, row)["name"])
    return str(vars(row)["title" if sort is SESSIONS else "name"])


def facts_of(sort: Sort[P], event_id: uuid.UUID) -> tuple[Fact, ...]:
    """What is asked of a part of this event, with the other parts that may be chosen."""
    offered = {
        slug: tuple((str(one.id), title(SORTS[slug], one)) for one in rows_of(SORTS[slug], event_id))
        for slug in set(sort.offers.values())
    }
    chosen = []
    for fact in sort.chosen:
        options = offered[sort.offers[fact.name]]
        kind = Choices(choices=options) if isinstance(fact.kind, Choices) else Choice(options, opens=True)
        chosen.append(dataclasses.replace(fact, kind=kind))
    return (*sort.questions.facts, *chosen)


def asked_of(sort: Sort[P], event_id: uuid.UUID) -> tuple[Fact, ...]:
    """What a form asks of a part: where nothing may be chosen, nothing is asked."""
    facts, plain = facts_of(sort, event_id), len(sort.questions.facts)
    return (*facts[:plain], *(fact for fact in facts[plain:] if fact.kind.options()))


def write(sort: Sort[P], event_id: uuid.UUID, *, values: Values, token: uuid.UUID | None = None) -> P:
    """Add a part; the same `token` again gives the row that is there. Raises `DomainError`, `NotAllowed`, `Doubt`."""
    with transaction.atomic():
        event = planned(event_id)
        facts = facts_of(sort, event_id)
        checked = check_values(facts, {fact.name: fact.kind.empty for fact in facts} | dict(values))

        def new() -> P:
            last = rows_of(sort, event_id).aggregate(last=Max("position"))["last"]
            row = sort.model(event_id=event_id, once=token, position=(last or 0) + 1)
            _put(sort, event, row, checked, {})
            row.save(force_insert=True)
            touch(event)
            audit.record(
                "event.part_added", kind="events", subject=event_id, part=str(sort.questions.words["of"])
            )
            return row

        return once(token, _every(sort).filter(organisation_id=organisation_id()), new)


def change(
    sort: Sort[P], part_id: uuid.UUID, *, values: Values, expected_version: int, cancelled_too: bool = False
) -> P:
    """Change a part; of a cancelled event where it says so. Raises `Conflict`, `DomainError`, `NotAllowed`, `Doubt`."""
    with transaction.atomic():
        event, row = _locked(sort, part_id, cancelled_too=cancelled_too)
        edit(row, expected_version)
        facts, now = facts_of(sort, event.id), values_of(sort, row)
        checked = check_values(facts, now | dict(values))
        _put(sort, event, row, checked, now)
        row.save()
        touch(event)
        audit.record(
            "event.part_changed", kind="events", subject=event.id, part=str(sort.questions.words["of"])
        )
        if isinstance(row, m.Speaker):
            _follow(row, now, checked)
        elif isinstance(row, m.Session):
            _hide_unwilling(row)
    return row


def remove(sort: Sort[P], part_id: uuid.UUID, *, expected_version: int) -> None:
    """Remove a part, and its name from where it was chosen. Raises `Conflict`, `NotAllowed`."""
    with transaction.atomic():
        event, row = _locked(sort, part_id)
        edit(row, expected_version)
        if isinstance(row, m.Speaker):
            _follow(row, values_of(sort, row), {"shows_name": None, "records": None})
        if isinstance(row, m.Material):
            _take_down(row)
        let_go(sort, row)
        _unchoose(sort, row)
        row.delete()
        touch(event)
        audit.record(
            "event.part_removed", kind="events", subject=event.id, part=str(sort.questions.words["of"])
        )


def planned(event_id: uuid.UUID) -> m.Event:
    """The event, locked, of one's own organisation and not cancelled. Raises `NotAllowed`, `WrongState`."""
    event = own(event_id)
    if event.cancelled_at:
        raise WrongState(_("Este evento se canceló."))
    return event


def own(event_id: uuid.UUID) -> m.Event:
    """The event, locked, of one's own organisation, cancelled or not. Raises `NotAllowed`."""
    one_at_a_time(str(event_id))  # with its publishing
    event = m.EVENTS.rows().select_for_update().filter(id=event_id).first()
    if event is None or not m.EVENTS.owns(required(), event):
        raise NotAllowed(_("Esto lo cambia la organización que lo planea."))
    return event


def touch(event: m.Event) -> None:
    """Count an edit of the event, so that what was published is older than it."""
    event.version += 1
    event.edited_by_id, event.changed_at = user_id(), clock.now()
    event.save(update_fields=["version", "edited_by_id", "changed_at"])


def followed(act: str, event: m.Event) -> None:
    """What the event's own acts bring with them for its parts."""
    from .publishing import published  # it stands on this

    if act == "published":
        published(event)
    elif act == "removed":
        hooks.removed(event.id)
        for sort in reversed(SORTS.values()):  # materials before what they belong to
            for row in rows_of(sort, event.id):
                let_go(sort, row)
                row.delete()
        m.ProgrammeVersion.objects.filter(event_id=event.id).delete()
    else:  # its zone may be another one now
        for session in rows_of(SESSIONS, event.id).filter(zone="").exclude(starts=None):
            _timed(event, session, values_of(SESSIONS, session))
            session.save(update_fields=["begins"])


def unwilling(event_id: uuid.UUID, values: Mapping[str, Any]) -> bool:
    """Whether somebody in this recording has not agreed to it."""
    sessions = rows_of(SESSIONS, event_id).filter(id=values["session"]) if values["session"] else ()
    if not values["session"] and not values["speaker"]:  # of the whole event: whoever had a part in it
        sessions = rows_of(SESSIONS, event_id)
    people = {one for session in sessions for one in session.people()} | {values["speaker"]} - {""}
    return rows_of(SPEAKERS, event_id).filter(id__in=people).exclude(records=True).exists()


def _locked(sort: Sort[P], part_id: uuid.UUID, *, cancelled_too: bool = False) -> tuple[m.Event, P]:
    rows = _every(sort).filter(organisation_id=organisation_id())
    row = rows.filter(id=part_id).first()
    if row is None:
        raise NotAllowed(_("Esto lo cambia la organización que lo planea."))
    event = own(row.event_id) if cancelled_too else planned(row.event_id)
    return event, rows.select_for_update().get(id=part_id)


def _put(sort: Sort[P], event: m.Event, row: P, checked: dict[str, Any], now: Mapping[str, Any]) -> None:
    """Put what was checked into the row (unsaved); what its texts may give away is asked about."""
    sort.check(event, row, checked)
    if isinstance(row, m.Speaker):
        texts = {fact.name: fact.kind.to_text(checked[fact.name]) for fact in m.SEALED}
        row.seal(vault.ring().drafts(), words=json.dumps(texts, ensure_ascii=False))
        to_row(m.SPEAKER_PLAIN, row, checked)
        return
    ask_about(sort.questions.facts, checked, now)
    stored = files.settle(sort.facts, checked, about_kind="events", before=now)
    changed = to_row(sort.facts, row, stored)
    files.let_go(files.ids_in(before for before, _now in changed.values()))


def _follow(row: m.Speaker, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    from .consents import follow  # it stands on this

    follow(row, before, now)


def _hide_unwilling(row: m.Session) -> None:
    """Take recordings of a session from before everybody when somebody is in it, as is known now, who never agreed."""
    from .publishing import take_out  # the same

    recordings = rows_of(MATERIALS, row.event_id).filter(sort="recording", session=str(row.id))
    hidden = [one.id for one in recordings if unwilling(row.event_id, values_of(MATERIALS, one))]
    if hidden:
        take_out(row.event_id, speaker_id=None, material_ids=hidden)


def _take_down(row: m.Material) -> None:
    from .publishing import take_out  # the same

    take_out(row.event_id, speaker_id=None, material_ids=[row.id])


def let_go(sort: Sort[P], row: P) -> None:
    """Let the files of a part go, which goes itself."""
    if sort is MATERIALS:
        files.let_go(files.ids_in(values_of(sort, row).values()))


def _unchoose(sort: Sort[P], row: P) -> None:
    """Take a part that goes out of those that chose it."""
    one = str(row.id)
    for other in SORTS.values():
        names = [name for name, slug in other.offers.items() if slug == sort.slug]
        for chooser in rows_of(other, row.event_id) if names else ():
            values = from_row(other.facts, chooser)
            without = {
                name: tuple(key for key in values[name] if key != one)
                if isinstance(values[name], tuple) else ("" if values[name] == one else values[name])
                for name in names
            }  # fmt: skip
            if to_row(other.facts, chooser, without):
                chooser.version += 1
                chooser.save()
