"""The pages of who plans an event at a distance: where its sessions are held, who moderates, meeting servers."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.knowledge.events import public as events

from . import entering, links, operations, queries
from .forms import NameForm, NewServerForm, RoomForm, ServerForm
from .models import OnlineRoom, Server
from .rules import KEEPERS
from .states import Kind


def _event(request: Request, event_id: uuid.UUID) -> Any:
    row = queries.own_event(request.scope, event_id)
    if row is None:
        raise Http404
    return row


def _session(event: Any, session_id: uuid.UUID) -> Any:
    session = next((one for one in queries.sessions_of(event.id) if one.id == session_id), None)
    if session is None:
        raise Http404
    return session


def _home(event_id: uuid.UUID) -> str:
    return reverse("rooms:of_event", args=[event_id])


def place_words(room: OnlineRoom | None) -> str:
    """«BigBlueButton: reuniones.ejemplo.example», or that nobody said it yet."""
    if room is None:
        return _("Todavía no se sabe dónde se reúne.")
    return f"{room.server.name if room.server else Kind(room.kind).label}: {entering.place_of(room)}"


@allow(*events.ORGANISERS)
def of_event(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Where each session is held, and the links of who moderates."""
    event = _event(request, event_id)
    rooms, sessions = queries.rooms_of(event.id), queries.sessions_of(event.id)
    taking_part = set().union(*(one.people() for one in sessions)) if sessions else set()
    known = queries.mailed(event.id)
    hosts = [
        (str(events.values_of(events.SPEAKERS, one)["name"]),
         request.build_absolute_uri(links.path_of(one, request.LANGUAGE_CODE or "es")), one.id in known)
        for one in events.rows_of(events.SPEAKERS, event.id) if str(one.id) in taking_part
    ]  # fmt: skip
    context = {
        "title": events.EVENTS.title(event),
        "event_url": events.EVENTS.url("row", event),
        "event": event,
        "tabs": events.tabs_of(request, event),
        "lines": [_line(event, one, rooms.get(one.id)) for one in sessions],
        "missing": next((one for one in sessions if one.id not in rooms), None),
        "hosts": hosts if rooms else [],
        "to_tell": len(queries.to_tell(event.id)) if rooms else 0,
        "keeps": request.scope.has(*KEEPERS),
    }
    return render(request, "rooms/of_event.html", context)


def _line(event: Any, session: Any, room: OnlineRoom | None) -> dict[str, Any]:
    args = [event.id, session.id]
    return {
        "title": str(session.title),
        "begins": session.begins,
        "place": place_words(room),
        "is_set": room is not None,
        "set_url": reverse("rooms:set", args=args),
        "enter_url": reverse("rooms:moderate", args=args) if room else "",
        "remove_url": reverse("rooms:remove", args=args) if room else "",
    }


@allow(*events.ORGANISERS)
def set_room(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Say where a session is held."""
    event = _event(request, event_id)
    session = _session(event, session_id)
    others = len(queries.sessions_of(event.id)) > 1

    def form(data: Any) -> RoomForm:
        room = queries.room_of(session.id)
        start: dict[str, Any] = {"version": room.version if room else 0, "where": Kind.LINK}
        if room is not None:
            start |= {"where": str(room.server_id or Kind.LINK), **entering.links_of(room)}
        return RoomForm(data, servers=list(queries.servers()), others=others, initial=start)

    return acts.ask(request, acts.Ask(
        title=_("Sala en línea"),
        caption=str(session.title),
        lead=_("El enlace no se publica: cada persona inscrita entra desde su propia página, desde media hora antes."),
        form=form,
        act=lambda form: operations.set_room(
            event.id, session.id, form.place, everywhere=form.cleaned_data.get("everywhere", False),
            expected_version=form.cleaned_data["version"],
        ),
        done=lambda n: ngettext(
            "Guardada la sala de %(n)s sesión.", "Guardadas las salas de %(n)s sesiones.", n
        ) % {"n": n},
        to=_home(event.id),
        back=_home(event.id),
        back_words=_("Salas en línea"),
    ))  # fmt: skip


@allow(*events.ORGANISERS)
def remove(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Take a room away."""
    event = _event(request, event_id)
    session = _session(event, session_id)
    if request.method != "POST" and queries.room_of(session.id) is None:
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Quitar la sala en línea"),
        caption=str(session.title),
        question=_("¿Quitar la sala de esta sesión?"),
        text=_("Quienes se inscribieron ya no encuentran cómo entrar desde su página."),
        button=_("Sí, quitar"),
        act=lambda: operations.remove_room(event.id, session.id),
        done=_("Se quitó la sala."),
        stands=_home(event.id),
        back=_home(event.id),
        back_words=_("Salas en línea"),
    ))  # fmt: skip


@allow(*events.ORGANISERS)
def moderate(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Enter as one who moderates; at any time, to try it."""
    event = _event(request, event_id)
    session = _session(event, session_id)
    room = queries.room_of(session.id)
    if room is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = NameForm(data, initial={"name": str(getattr(request.user, "name", ""))})
    context: dict[str, Any] = {
        "title": str(session.title), "form": form, "back_url": _home(event.id), "place": entering.place_of(room),
        "tells_name": entering.tells_name(room), "link": "",
    }  # fmt: skip
    if data is not None and acts.attempt(form, lambda: operations.open_room(room, event, str(session.title))):
        name = form.cleaned_data["name"]
        until = max(session.until, entering.soon())
        context |= {"link": entering.link_into(room, name=name, is_host=True, until=until), "name": name}
    return render(request, "rooms/moderate.html", context)


@allow(*events.ORGANISERS)
def tell(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Mail their links to those with a part."""
    event = _event(request, event_id)
    number = len(queries.to_tell(event.id))
    if not number and request.method != "POST":
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Enviar los enlaces de quienes intervienen"),
        caption=events.EVENTS.title(event),
        question=ngettext("¿Escribirle a %(n)s persona?", "¿Escribirles a %(n)s personas?", number) % {"n": number},
        text=_("Cada una recibe un enlace solo suyo, con el que entra a sus sesiones como quien modera."),
        button=_("Sí, escribir"),
        act=lambda: operations.tell_hosts(event.id),
        done=lambda n: ngettext("Se escribió a %(n)s persona.", "Se escribió a %(n)s personas.", n) % {"n": n},
        stands=_home(event.id),
        back=_home(event.id),
        back_words=_("Salas en línea"),
    ))  # fmt: skip


@allow(*KEEPERS)
def servers(request: Request) -> HttpResponse:
    """The meeting servers of the organisation."""
    lines = [(one, str(Kind(one.kind).label)) for one in queries.servers()]
    return render(request, "rooms/servers.html", {"lines": lines})


def _servers() -> str:
    return reverse("rooms:servers")


@allow(*KEEPERS)
def new_server(request: Request) -> HttpResponse:
    """Add a meeting server."""
    return acts.ask(request, acts.Ask(
        title=_("Agregar un servidor de reuniones"),
        form=NewServerForm,
        act=lambda form: operations.add_server(form.words, token=form.cleaned_data["once"]),
        draft=None,  # a secret is typed
        to=_servers(),
        back=_servers(),
        back_words=_("Servidores de reuniones"),
    ))  # fmt: skip


@allow(*KEEPERS)
def server(request: Request, server_id: uuid.UUID) -> HttpResponse:
    """Change a meeting server."""
    row = get_object_or_404(queries.servers(), id=server_id)

    def form(data: Any) -> ServerForm:
        now = Server.objects.get(id=row.id)
        start = {
            name: getattr(now, name) for name in ("kind", "name", "address", "app_id", "audience", "version")
        }
        return ServerForm(data, initial=start)

    return acts.ask(request, acts.Ask(
        title=_("Cambiar el servidor de reuniones"),
        form=form,
        act=lambda form: operations.change_server(
            row.id, form.words, expected_version=form.cleaned_data["version"]
        ),
        draft=None,  # a secret is typed
        to=_servers(),
        back=_servers(),
        back_words=_("Servidores de reuniones"),
    ))  # fmt: skip


@allow(*KEEPERS)
def remove_server(request: Request, server_id: uuid.UUID) -> HttpResponse:
    """Remove a meeting server."""
    row = get_object_or_404(queries.servers(), id=server_id)
    return acts.ask(request, acts.Ask(
        title=_("Quitar el servidor de reuniones"),
        caption=row.name,
        question=_("¿Quitar este servidor?"),
        text=_("Su secreto se borra. Puede agregarlo de nuevo."),
        button=_("Sí, quitar"),
        act=lambda: operations.remove_server(row.id),
        done=_("Se quitó el servidor."),
        stands=_servers(),
        back=_servers(),
        back_words=_("Servidores de reuniones"),
    ))  # fmt: skip
