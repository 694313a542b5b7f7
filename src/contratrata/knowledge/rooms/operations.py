"""The acts on rooms: servers of an organisation, where its sessions are held, opening one, telling who moderates."""

import dataclasses
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit
from contratrata.ground.acts.public import once as one_act
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.kinds.public import is_plain_https
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault
from contratrata.knowledge.registrations.public import public_text

from . import events as _declared  # noqa: F401  (declares the events of this package)
from . import links, queries
from .entering import make_ready
from .mails import HOST
from .models import HostTold, OnlineRoom, Server, new_name
from .rules import KEEPERS
from .states import Kind


@dataclasses.dataclass(frozen=True, slots=True)
class ServerWords:
    """What is said of a server; an empty `secret` leaves the one there is."""

    name: str
    kind: str
    address: str
    app_id: str = ""
    audience: str = ""
    secret: str = ""


def add_server(words: ServerWords, *, token: uuid.UUID | None = None) -> Server:
    """Add a meeting server; the same `token` again gives the row there is. Raises `NotAllowed`, `DomainError`."""
    _keeper()
    if not words.secret:
        raise DomainError(_("Escriba el secreto."), field="secret")

    def write() -> Server:
        row = Server(once=token)
        _put(row, words)
        row.save(force_insert=True)
        audit.record("room.server_added", kind="server", subject=row.id)
        return row

    with transaction.atomic():
        return one_act(token, Server.objects.filter(organisation_id=organisation_id()), write)


def change_server(server_id: uuid.UUID, words: ServerWords, *, expected_version: int) -> Server:
    """Change a server. Raises `Conflict`, `NotAllowed`, `DomainError`."""
    _keeper()
    with transaction.atomic():
        row = _server(server_id)
        edit(row, expected_version)
        if row.kind != words.kind and row.rooms.exists():
            raise DomainError(_("Hay sesiones que se reúnen en él: agregue otro servidor."), field="kind")
        _put(row, words)
        row.save()
        audit.record("room.server_changed", kind="server", subject=row.id)
    return row


def remove_server(server_id: uuid.UUID) -> None:
    """Remove a server that no session uses. Raises `NotAllowed`, `WrongState`."""
    _keeper()
    with transaction.atomic():
        row = _server(server_id)
        if row.rooms.exists():
            raise WrongState(_("Hay sesiones que se reúnen en él: cámbielas primero."))
        row.delete()
        audit.record("room.server_removed", kind="server", subject=server_id)


def _keeper() -> None:
    if not required().has(*KEEPERS):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))


def _server(server_id: uuid.UUID) -> Server:
    row = queries.servers().select_for_update().filter(id=server_id).first()
    if row is None:
        raise NotAllowed(_("Este servidor no es de su organización."))
    return row


def _put(row: Server, words: ServerWords) -> None:
    """Put what was said of it (unsaved). Raises `DomainError`."""
    address = words.address.rstrip("/").removesuffix("/api").rstrip("/")
    if not is_plain_https(address):
        raise DomainError(
            _("Escriba la dirección completa, con https:// y sin puerto ni contraseña."), field="address"
        )
    if words.kind == Kind.JITSI and not words.app_id:
        raise DomainError(_("Diga con qué identificador firma su organización."), field="app_id")
    row.name, row.kind, row.address = words.name, words.kind, address
    row.app_id, row.audience = words.app_id, words.audience
    if words.secret:
        row.seal(vault.ring().drafts(), secret=words.secret)


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a session is held at a distance: on a server, or behind a pasted link."""

    server_id: uuid.UUID | None = None
    link: str = ""
    host_link: str = ""


def set_room(
    event_id: uuid.UUID,
    session_id: uuid.UUID,
    place: Place,
    *,
    everywhere: bool = False,
    expected_version: int,
) -> int:
    """Say where a session is held; `everywhere`: also those of the event that have no room. Returns how many.

    Each gets a room of its own on a server; a pasted link is the same for all. Raises `Conflict`, `DomainError`,
    `NotAllowed`.
    """
    with transaction.atomic():
        sessions = _planned(event_id, session_id)
        known = queries.rooms_of(event_id)
        mine = known.get(session_id) or OnlineRoom(event_id=event_id, session_id=session_id, version=0)
        edit(mine, expected_version)  # who comes second learns that first
        server = _chosen(place)
        others = [one for one in sessions if one not in known and one != session_id] if everywhere else []
        rows = [mine, *(OnlineRoom(event_id=event_id, session_id=one) for one in others)]
        for row in rows:
            _move_to(row, server, place)
        audit.record("room.set", kind="events", subject=event_id, number=len(rows))
    return len(rows)


def _planned(event_id: uuid.UUID, session_id: uuid.UUID) -> list[uuid.UUID]:
    """The sessions of an event of one's own, this one among them; one act at a time. Raises `NotAllowed`."""
    one_at_a_time(f"rooms {event_id}")
    if queries.own_event(required(), event_id) is None:
        raise NotAllowed(_("Esto lo cambia la organización que lo planea."))
    ids: list[uuid.UUID] = [one.id for one in queries.sessions_of(event_id)]
    if session_id not in ids:
        raise NotAllowed(_("Esta sesión ya no está, o todavía no tiene hora."))
    return ids


def _chosen(place: Place) -> Server | None:
    """The server of a place; None for pasted links, which are looked at. Raises `DomainError`."""
    if place.server_id is not None:
        server = queries.servers().filter(id=place.server_id).first()
        if server is None:
            raise DomainError(_("Elija uno de los servidores de su organización."), field="where")
        return server
    for field, link in (("link", place.link), ("host_link", place.host_link)):
        if (link or field == "link") and not is_plain_https(link):
            raise DomainError(_("Pegue el enlace completo, con https://."), field=field)
    return None


def _move_to(row: OnlineRoom, server: Server | None, place: Place) -> None:
    """Put a room there; on another server it is another one."""
    if row.server_id != (server.id if server else None):
        row.name, row.opened_at = new_name(), None
    row.server, row.kind = server, server.kind if server else Kind.LINK
    row.seal(
        vault.ring().drafts(),
        link="" if server else place.link,
        host_link="" if server else place.host_link,
    )
    row.save()


def remove_room(event_id: uuid.UUID, session_id: uuid.UUID) -> None:
    """Say that nobody meets there any more. Raises `NotAllowed`."""
    with transaction.atomic():
        _planned(event_id, session_id)
        OnlineRoom.objects.filter(event_id=event_id, session_id=session_id).delete()
        audit.record("room.removed", kind="events", subject=event_id)


def open_room(room: OnlineRoom, event: Any, title: str) -> OnlineRoom:
    """Open it for everybody, as who moderates does; in the scope of its organisation. Raises `NoAnswer` in words."""
    make_ready(room, event, title)
    with transaction.atomic():
        OnlineRoom.objects.filter(id=room.id).update(opened_at=clock.now())
        audit.record("room.opened", kind="events", subject=room.event_id)
    return room


def forget_rooms(event_id: uuid.UUID) -> None:
    """Remove the rooms of an event that is removed; part of that act."""
    OnlineRoom.objects.filter(event_id=event_id).delete()
    HostTold.objects.filter(event_id=event_id).delete()


def tell_hosts(event_id: uuid.UUID) -> int:
    """Mail their link to those with a part in a session who were not told yet. Returns how many.

    Raises `NotAllowed`; `WrongState` when there is nobody to write to.
    """
    with transaction.atomic():
        one_at_a_time(f"rooms {event_id}")
        event = queries.own_event(required(), event_id)
        if event is None:
            raise NotAllowed(_("Esto lo cambia la organización que lo planea."))
        whom = queries.to_tell(event_id)
        if not whom:
            raise WrongState(_("No hay a quién escribir: ya se les envió, o no se sabe su correo."))
        for speaker, email in whom:
            outbox.send(
                HOST,
                outbox.To(address=email),
                link=links.path_of(speaker, "es"),
                values={"title": public_text(event.name.reading("es").text)},
            )
        HostTold.objects.bulk_create(HostTold(event_id=event_id, speaker_id=one.id) for one, _email in whom)
        audit.record("room.hosts_told", kind="events", subject=event_id, number=len(whom))
    return len(whom)
