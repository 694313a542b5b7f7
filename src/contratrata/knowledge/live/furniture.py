"""What sessions bring to the house: tabs and words on the pages of events, what tables tell, the way to the room."""

import uuid
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.base.request import Request
from contratrata.ground.nouns.public import Piece
from contratrata.ground.ui.parts import NavItem
from contratrata.ground.vault.public import columns_of
from contratrata.knowledge.events import public as events
from contratrata.knowledge.registrations import public as registrations

from . import (
    gathered,  # noqa: F401  (tells what tables wrote)
    links,
    room,
)
from .demo import demonstrate
from .models import Agreement, Note, Wish
from .owning import sessions_of, tables_of
from .plenary import people_of, tables_for


def _tab(request: Request, row: events.Event) -> NavItem | None:
    """The plenary beside the programme, for whoever holds an event with working tables."""
    if not events.EVENTS.owns(request.scope, row) or row.cancelled_at or not tables_of(row.id):
        return None
    url = reverse("live:plenary", args=[row.id])
    return NavItem(_("Plenaria"), url, current=request.path == url)


def _notes(request: Request, row: events.Event) -> Mapping[uuid.UUID, events.hooks.SessionNote]:
    """How far each table is, and the way to the room of every other session, for whoever holds the event."""
    if not events.EVENTS.owns(request.scope, row) or row.cancelled_at:
        return {}
    notes = {
        one.id: events.hooks.SessionNote(tag=_("Preguntas y sondeos"), url=reverse("live:room", args=[row.id, one.id]))
        for one in sessions_of(row.id) if one.begins and room.is_open(one)
    }  # fmt: skip
    for table in tables_for(row, people_of(row.id)):
        if table.agreements or table.at:
            words, state = table.tag
            notes[table.session.id] = events.hooks.SessionNote(tag=words, state=state, url=table.url)
    return notes


def _refuse(event_id: uuid.UUID) -> None:
    """An event whose tables wrote something is not removed. Raises `DomainError`."""
    if any(model._default_manager.filter(event_id=event_id).exists() for model in (Note, Agreement, Wish)):
        raise DomainError(_("Sus mesas ya escribieron: no se puede borrar."))


def _own(event: registrations.Happening, row: registrations.Registration, language: str) -> Iterable[Piece]:
    """The way from her registration into a session that is on."""
    if row.state != registrations.State.PLACED or event.copy.cancelled_at:
        return
    on = [one for one in sessions_of(event.id) if one.begins and room.is_open(one)]
    if on:
        entries = [
            (events.title(events.SESSIONS, one),
             reverse("live:seat", args=[language, links.seat_token(one, links.seat_of(one.id, row.id))]))
            for one in on
        ]  # fmt: skip
        yield Piece("live/own.html", {"entries": entries})


events.hooks.add_tab(15, _tab)
events.hooks.note_sessions(_notes)
events.hooks.on_remove(_refuse)
registrations.hooks.show_own(_own)
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.live.urls"),),
    demonstration=(demonstrate,),
    periodic=(Periodic(3600.0, room.forget),),
    sealed=(
        *columns_of("live.Note", "words"),
        *columns_of("live.Parallel", "words"),
        *columns_of("live.RoomQuestion", "words"),
    ),
)
