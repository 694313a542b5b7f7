"""The link of one person into a room, made at the moment she enters."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.errors import WrongState
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from . import creating, signing
from .models import OnlineRoom, Server
from .rules import HOST_EARLY, LATE
from .states import Kind

#: A name in a room is so long at most; it goes into an address.
NAME = 80


def shared(server: Server) -> signing.Shared:
    """What is shared with a server, opened; in the scope of its organisation."""
    secret = server.open(vault.ring().drafts(), "secret")["secret"]
    return signing.Shared(server.address, secret, server.app_id, server.audience)


def links_of(room: OnlineRoom) -> dict[str, str]:
    """The pasted links of a room, opened: `link` and `host_link`."""
    return room.open(vault.ring().drafts(), "link", "host_link")


def place_of(room: OnlineRoom) -> str:
    """Whose machine it is, for who is about to go there: «meet.ejemplo.example»."""
    address = room.server.address if room.server else links_of(room)["link"]
    return urlsplit(address).hostname or ""


def tells_name(room: OnlineRoom) -> bool:
    """Whether the other side is told a name; who follows a pasted link says there who she is."""
    return room.kind != Kind.LINK


def is_open(room: OnlineRoom, begins: dt.datetime) -> bool:
    """Whether those who registered find it there; a server may want that who moderates opens it first."""
    if room.kind != Kind.BIGBLUEBUTTON:
        return True
    return room.opened_at is not None and room.opened_at >= begins - HOST_EARLY


def soon() -> dt.datetime:
    """Until when a link holds that is tried out of hours."""
    return clock.now() + dt.timedelta(hours=1)


def link_into(room: OnlineRoom, *, name: str, is_host: bool, until: dt.datetime) -> str:
    """Her link; one that is signed ends with the session. Raises `WrongState` where the room leads nowhere any more."""
    name = name[:NAME]
    if room.server is None:
        pasted = links_of(room)
        return pasted["host_link"] if is_host and pasted["host_link"] else pasted["link"]
    server = shared(room.server)
    if room.kind == Kind.JITSI:
        return signing.jitsi(server, room.name, name=name, is_host=is_host, until=until + LATE)
    if room.kind == Kind.BIGBLUEBUTTON:
        return signing.joining(server, room.name, name=name, is_host=is_host)
    raise WrongState(_("Esta sala ya no está."))


def make_ready(room: OnlineRoom, event: Any, title: str) -> None:
    """Create it on a server that wants that; nothing elsewhere. Raises `NoAnswer` in words."""
    if room.kind == Kind.BIGBLUEBUTTON and room.server is not None:
        creating.create(
            shared(room.server), room.name, name=title, is_recorded=bool(event.recorded),
            leave_to=settings.SITE_ADDRESS + events.page_url("es", event.id),
        )  # fmt: skip
