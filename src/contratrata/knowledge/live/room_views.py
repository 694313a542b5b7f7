"""The pages of who is in a session: by the door for anybody there, by a seat of one's own to ask, vote and answer."""

import functools
import uuid
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Count, Max, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.anonymous import public_act, public_page, secret_page
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.base.text_fields import TextField
from contratrata.knowledge.attendance.public import by_code

from . import board, links, notebook, room
from .models import Poll, RoomQuestion, Tally
from .owning import tables_of, title
from .room import LONG

#: From one place in an hour: two thousand people in one building come in, read and answer; a machine does not.
ENTERED, READ, SENT, SECONDS = 4_000, 20_000, 10_000, 3600


class DoorForm(forms.Form):
    """How one comes in."""

    code = TextField(
        label=_l("Código de su inscripción"), max_length=20, required=False,
        help_text=_l("Si no tiene, déjelo vacío y entre."),
    )  # fmt: skip


class AskForm(acts.WordsForm):
    """A question to the session."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(
            data, label=_l("¿Qué quiere preguntar?"), most=LONG,
            help_text=_l("Nadie sabe quién pregunta. Se ve cuando quien modera la deja pasar."),
        )  # fmt: skip


@public_act(most=ENTERED, seconds=SECONDS)
def door(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Come into a session that is on: with one's code always to the same seat, without to a new one."""
    opened = links.opened("door", token)
    if opened is None or not room.is_open(opened.session):
        return render(request, "live/shut.html", {"language": language}, status=404)
    form = DoorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with acting(opened.scope):
            code = form.cleaned_data["code"].strip().upper()
            known = by_code(opened.event.id, code) if code else None
            seat = links.seat_of(opened.session.id, known) if known else links.new_seat()
            if known or not code:
                return redirect("live:seat", language, links.seat_token(opened.session, seat))
            form.add_error(
                "code", _("Ese código no es de este evento. Búsquelo en su inscripción, o déjelo vacío.")
            )
    context = {"form": form, "title": title(opened.session), "language": language}
    return render(request, "live/door.html", context)


#: What is pressed on a seat's page; each leads back to its place on it.
_ACTS = ("ask", "vote", "answer")


@secret_page(reads=(READ, SECONDS), acts=(SENT, SECONDS))
def seat(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """One person's place in a session: what is asked, the open poll, what the tables wrote."""
    opened = links.opened("seat", token)
    if opened is None:
        raise Http404
    form, problem = AskForm(), ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = AskForm(request.POST) if act == "ask" else form
        try:
            with acting(opened.scope):
                done = _act(opened, act, request, form)
            if done:
                return redirect(f"{request.path}#{act}" if act in _ACTS else request.path)
        except DomainError as error:
            if act == "ask" and error.field in form.fields:
                form.add_error(error.field, error.message)
            else:
                problem = error.message
    with acting(opened.scope):
        context = _seat(opened, language) | {"form": form, "problem": problem}
        return render(request, "live/seat.html", context)


def _act(opened: links.Opened, act: str, request: HttpRequest, form: AskForm) -> bool:
    """Do what was pressed; False where the form is wrong. Raises `DomainError`."""
    of, sent = opened.session, request.POST
    if act == "ask":
        if not form.is_valid():
            return False
        room.ask(of, opened.extra, **form.sent)
    elif act == "vote":
        room.vote(of, opened.extra, _uuid(sent.get("row", "")))
    elif act == "answer":
        room.answer(of, opened.extra, _uuid(sent.get("row", "")), chosen=sent.getlist("chosen"))
    return True


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _seat(opened: links.Opened, language: str) -> dict[str, Any]:
    session = opened.session
    books = notebook.notebooks_of(opened.event.id)
    shared = [one for one in tables_of(opened.event.id) if one.id in books and books[one.id].shared_at]
    lines = notebook.lines_of(shared)
    return board.board_of(session) | {
        "title": title(session),
        "event": str(vars(opened.event)["name"].reading().text),
        "open": room.is_open(session),
        "board_tag": _tag(_shown(opened, language, _stamp(session.id))),
        "board_url": reverse("live:board", args=[language, links.door_token(session)]),
        "tables": [(title(one), [line for line in lines[one.id] if line.words]) for one in shared],
        "most_word": room.WORD,
        "language": language,
    }


@public_page
def show(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """What everybody in a session sees, the same for all: made once, and answered «nothing new» for the rest."""
    opened = links.opened("door", token)
    if opened is None:
        raise Http404
    with acting(opened.scope):
        return HttpResponse(_shown(opened, language, _stamp(opened.session.id)))


def _stamp(session_id: uuid.UUID) -> tuple[Any, ...]:
    """What says something else whenever the board does; three queries that read no text."""
    asked = RoomQuestion.objects.filter(session_id=session_id).aggregate(
        Count("id"), Sum("version"), Sum("votes")
    )
    polls = Poll.objects.filter(session_id=session_id).aggregate(
        Count("id"), Sum("version"), Sum("answers"), Max("at")
    )
    shown = Tally.objects.filter(session_id=session_id, is_shown=True).count()
    return (session_id, *asked.values(), *polls.values(), shown)


def _tag(board_html: str) -> str:
    """The tag that the public face gives to the board, so that a page knows when there is another one."""
    return quote_etag(sha256(board_html.encode()).hexdigest()[:32])


class _Key:
    """An opened door that is the same as another of the same stamp."""

    def __init__(self, opened: links.Opened, stamp: tuple[Any, ...]) -> None:
        self.opened, self.stamp = opened, stamp

    def __hash__(self) -> int:
        return hash(self.stamp)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.stamp == other.stamp


def _shown(opened: links.Opened, language: str, stamp: tuple[Any, ...]) -> str:
    return _rendered(_Key(opened, (language, *stamp)))


@functools.lru_cache(maxsize=64)
def _rendered(key: _Key) -> str:
    return render_to_string(
        "live/board.html", board.board_of(key.opened.session) | {"language": key.stamp[0]}
    )
