"""Into a room without an account: who registered by her own link, who has a part in the event by hers."""

import dataclasses
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from contratrata.ground.acts.public import attempt
from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.scope import acting
from contratrata.knowledge.registrations.public import Own, moment_words, names_of, own_of

from . import entering, links, operations, queries
from .forms import NameForm
from .models import OnlineRoom
from .own import session_of, until_of
from .rules import HOST_EARLY, LATE, lets_in

#: A page that waits is loaded again and again; a room of people stands behind one address.
READS, ACTS = (1200, 3600), (600, 3600)


def _own(token: str) -> Own:
    mine = own_of(token)
    if mine is None:
        raise Http404
    return mine


def _waiting(request: HttpRequest, language: str, title: str, **words: Any) -> HttpResponse:
    """The page of who came too early, or too late."""
    return render(request, "rooms/waiting.html", {"language": language, "title": title, **words})


@secret_page(reads=READS)
def enter(request: HttpRequest, language: str, token: str, session_id: uuid.UUID) -> HttpResponse:
    """Into the room by the name with which she registered: the link is made now, and ends with the session."""
    mine = _own(token)
    with acting(mine.scope):
        entry = session_of(mine, session_id)
        if entry is None:
            return redirect(reverse("registrations:own", args=[language, token]))
        session, room = entry
        if not entering.is_open(room, session.begins):
            return _not_open(request, language, mine, session)
        name = names_of([mine.row])[mine.row.id]["name"]
        return _away(entering.link_into(room, name=name, is_host=False, until=until_of(session)))


@secret_page(reads=READS, acts=ACTS)
def enter_named(request: HttpRequest, language: str, token: str, session_id: uuid.UUID) -> HttpResponse:
    """Into the room by another name; nothing of it is kept."""
    mine = _own(token)
    back = reverse("registrations:own", args=[language, token])
    with acting(mine.scope):
        entry = session_of(mine, session_id)
        if entry is None:
            return redirect(back)
        session, room = entry
        if not entering.is_open(room, session.begins):
            return _not_open(request, language, mine, session)
        form = NameForm(request.POST if request.method == "POST" else None)
        context = _going(room, session.title.reading(language).text, language) | {"form": form, "back": back}
        if form.is_valid():
            name = form.cleaned_data["name"]
            link = entering.link_into(room, name=name, is_host=False, until=until_of(session))
            return render(request, "rooms/going.html", context | {"link": link, "name": name})
    return render(request, "rooms/name.html", context)


def _not_open(request: HttpRequest, language: str, mine: Own, session: Any) -> HttpResponse:
    return _waiting(
        request, language, session.title.reading(language).text,
        again=request.path, back=reverse("registrations:own", args=[language, mine.token]),
    )  # fmt: skip


def _going(room: OnlineRoom, title: str, language: str) -> dict[str, Any]:
    return {
        "title": title,
        "place": entering.place_of(room),
        "tells_name": entering.tells_name(room),
        "language": language,
    }


def _away(link: str) -> HttpResponse:
    """To another machine: it is not told from which page."""
    answer = redirect(link)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@secret_page(reads=READS, acts=ACTS)
def host(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """The sessions in which she has a part, and the way in as one who moderates."""
    mine = links.host_of(token)
    if mine is None:
        raise Http404
    with acting(mine.scope):
        rooms = queries.rooms_of(mine.event.id)
        held = [one for one in queries.sessions_of(mine.event.id) if one.id in rooms]
        lines = [
            _line(request, one, rooms[one.id], mine) for one in held if str(mine.speaker.id) in one.people()
        ]
        sent = next((one for one in lines if one.is_open and one.form.is_bound), None)
        if sent is not None and _opened(mine, sent):
            return _moderating(request, sent)
        context = {
            "event_title": mine.event.name.reading(language).text,
            "lines": lines,
            "wrong": next((one.form for one in lines if one.form.errors), None),
            "language": language,
        }
        return render(request, "rooms/host.html", context)


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """A session in which she has a part, as her page shows it; its form was sent when `session` names it."""

    session: Any
    room: OnlineRoom
    title: str
    when: str
    opens: str
    is_open: bool
    is_over: bool
    form: NameForm


def _line(request: HttpRequest, session: Any, room: OnlineRoom, mine: links.Host) -> _Line:
    language = get_language() or "es"
    zone = session.zone or mine.event.zone
    is_sent = request.method == "POST" and request.POST.get("session") == str(session.id)
    return _Line(
        session,
        room,
        session.title.reading(language).text,
        moment_words(session.begins, zone, language),
        moment_words(session.begins - HOST_EARLY, zone, language),
        lets_in(session.begins, session.until, HOST_EARLY),
        session.until + LATE <= clock.now(),
        NameForm(
            request.POST if is_sent else None, initial={"name": mine.name}, auto_id=f"id_{session.id}_%s"
        ),
    )


def _opened(mine: links.Host, line: _Line) -> bool:
    """Open the room for everybody, as its form asks; a server that refuses is said on the form."""
    return bool(attempt(line.form, lambda: operations.open_room(line.room, mine.event, line.title)))


def _moderating(request: HttpRequest, line: _Line) -> HttpResponse:
    """The way into a room that was just opened."""
    name = line.form.cleaned_data["name"]
    link = entering.link_into(line.room, name=name, is_host=True, until=line.session.until)
    context = _going(line.room, line.title, get_language() or "es") | {"link": link, "name": name}
    return render(request, "rooms/going.html", context | {"back": request.path})
