"""The pages of whoever holds an event: the plenary, each table's link, the room of a session and its screen."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.ui.scanning import scannable
from contratrata.knowledge.events import public as events
from contratrata.knowledge.systematisations.public import SYSTEMATISATIONS

from . import agreeing, board, links, notebook, plenary, room
from .models import POLL, AskedState, Poll, PollState
from .owning import event_of, tables_of, title


def _event(request: Request, event_id: uuid.UUID) -> events.Event:
    row = event_of(request.scope, event_id)
    if row is None:
        raise Http404
    return row


def _session(event: events.Event, session_id: uuid.UUID, *, table: bool = False) -> events.Session:
    for row in events.rows_of(events.SESSIONS, event.id).filter(id=session_id).exclude(sort="break"):
        if not table or vars(row)["sort"] == "table":
            return row
    raise Http404


def _absolute(request: Request, name: str, token: str) -> str:
    return request.build_absolute_uri(reverse(f"live:{name}", args=[get_language() or "es", token]))


@allow(*events.ORGANISERS)
def plenary_page(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Every table side by side; with `parte` that part alone, which is asked for again and answers «nothing new»."""
    event = _event(request, event_id)
    if not tables_of(event.id):
        raise Http404
    tables = plenary.tables_for(event, plenary.people_of(event.id))
    context = {
        "event": event,
        "title": events.EVENTS.title(event),
        "tabs": events.tabs_of(request, event, "plenary"),
        "tables": [(one, [(row, plenary.how(row)) for row in one.agreements]) for one in tables],
        "wanted": plenary.wanted(tables),
        "waiting": plenary.waiting(event.id),
        "missed": next((one for one in tables if one.is_missed or (one.is_on and not one.rapporteurs)), None),
        "shared": sum(1 for one in tables if one.book.shared_at),
        "memoirs": [(one, SYSTEMATISATIONS.title(one), reverse("live:take", args=[event.id, one.id]))
                    for one in agreeing.systematisations_of(event.id)],
        "back": events.EVENTS.url("row", event),
    }  # fmt: skip
    if "parte" not in request.GET:
        return render(request, "live/plenary.html", context)
    response = render(request, "live/tables.html", context)
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # noqa: S101  (it was given one)
    return answer


@allow(*events.ORGANISERS)
def table(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """A table: the link of who reports it, and whether who takes part reads it."""
    event = _event(request, event_id)
    session = _session(event, session_id, table=True)
    people = plenary.people_of(event.id)
    one = next(one for one in plenary.tables_for(event, people) if one.session.id == session.id)
    url = _absolute(request, "write", links.table_token(session, one.book.turn))
    context = {
        "table": one,
        "agreements": [(row, plenary.how(row)) for row in one.agreements],
        "wishes": plenary.wishes_of(session.id),
        "event": event,
        "link": url,
        "qr": scannable(url),
        "part_url": reverse("events:part", args=[event.id, events.SESSIONS.slug, session.id]),
        "back": reverse("live:plenary", args=[event.id]),
    }
    return render(request, "live/table.html", context)


def _pressed(
    request: Request, event_id: uuid.UUID, session_id: uuid.UUID, act: Callable[[], Any], done: str
) -> HttpResponse:
    """An act of one press on a table, and back to it."""
    _session(_event(request, event_id), session_id, table=True)
    return acts.press(request, act, done=done, to=reverse("live:table", args=[event_id, session_id]))


@allow(*events.ORGANISERS)
@require_POST
def turn(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Give the rapporteur another link."""
    seen = request.POST.get("turn", "")
    return _pressed(request, event_id, session_id,
                    lambda: notebook.turn_link(session_id, seen=int(seen) if seen.isdecimal() else 0),
                    _("El enlace es otro: el anterior ya no abre nada."))  # fmt: skip


@allow(*events.ORGANISERS)
@require_POST
def share(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Show who takes part what a table wrote, or no longer."""
    shared = request.POST.get("shared") == "yes"
    done = _("Quienes participan ya lo leen.") if shared else _("Quienes participan ya no lo leen.")
    return _pressed(request, event_id, session_id, lambda: notebook.share(session_id, shared=shared), done)


@allow(*events.ORGANISERS)
@require_POST
def reopen(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Let a table be written again."""
    return _pressed(request, event_id, session_id, lambda: notebook.reopen(session_id),
                    _("La mesa se puede escribir otra vez."))  # fmt: skip


@allow(*events.ORGANISERS)
def propose(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Ask each country whether it adopts what tables said of it."""
    event = _event(request, event_id)
    number = plenary.waiting(event.id)
    if not number and request.method != "POST":
        raise Http404
    back = reverse("live:plenary", args=[event.id])
    question = ngettext(
        "¿Proponer %(n)s práctica a su país?", "¿Proponer %(n)s prácticas a sus países?", number
    )
    return acts.ask(request, acts.Ask(
        title=_("Proponer a los países"),
        caption=events.EVENTS.title(event),
        question=question % {"n": number},
        text=_("Lo recibe el punto focal de cada país con las condiciones que dijo la mesa. Nada se publica: "
               "cada país dice si la adopta."),
        button=_("Sí, proponerlas"),
        act=lambda: agreeing.propose_wishes(event.id),
        done=lambda n: ngettext("Se propuso %(n)s práctica.", "Se propusieron %(n)s prácticas.", n) % {"n": n},
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*events.ORGANISERS)
def take(request: Request, event_id: uuid.UUID, systematisation_id: uuid.UUID) -> HttpResponse:
    """Write the agreements of shared tables into a systematisation."""
    event = _event(request, event_id)
    row = next((one for one in agreeing.systematisations_of(event.id) if one.id == systematisation_id), None)
    if row is None:
        raise Http404
    number = len(agreeing.shared_agreements(event.id))
    return acts.ask(request, acts.Ask(
        title=_("Llevar los acuerdos a la sistematización"),
        caption=SYSTEMATISATIONS.title(row),
        question=ngettext("¿Llevar %(n)s acuerdo?", "¿Llevar %(n)s acuerdos?", number) % {"n": number},
        text=_("De las mesas que ya se muestran a quienes participan. Los que ya se llevaron no se repiten."),
        button=_("Sí, llevarlos"),
        form=acts.OnceForm,
        draft=None,  # nothing is typed
        act=lambda _form: agreeing.take(event.id, systematisation_id),
        done=lambda n: ngettext("%(n)s acuerdo está en ella.", "%(n)s acuerdos están en ella.", n) % {"n": n},
        to=SYSTEMATISATIONS.url("row", row),
        stands=reverse("live:plenary", args=[event.id]),
        back=reverse("live:plenary", args=[event.id]),
    ))  # fmt: skip


@allow(*events.ORGANISERS)
def moderate(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """The room of a session for who moderates it: questions to let through, polls to open and close."""
    event = _event(request, event_id)
    session = _session(event, session_id)
    context = {
        "event": event,
        "session": session,
        "title": title(session),
        "open": room.is_open(session),
        "waiting": board.questions_of(session.id, AskedState.WAITING),
        "shown": board.questions_of(session.id, AskedState.SHOWN),
        "former": board.questions_of(session.id, AskedState.ANSWERED, AskedState.HIDDEN),
        "polls": board.results_of(session.id, *PollState),
        "fewest": board.FEWEST,
        "back": events.EVENTS.url("row", event),
    }
    return render(request, "live/room.html", context)


def _room(event_id: uuid.UUID, session_id: uuid.UUID) -> str:
    return reverse("live:room", args=[event_id, session_id])


def _in_room(
    request: Request, event_id: uuid.UUID, session_id: uuid.UUID, act: Callable[[], Any], done: str
) -> HttpResponse:
    """An act of one press in a room, and back to it."""
    _session(_event(request, event_id), session_id)
    return acts.press(request, act, done=done, to=_room(event_id, session_id))


@allow(*events.ORGANISERS)
@require_POST
def judge(
    request: Request, event_id: uuid.UUID, session_id: uuid.UUID, question_id: uuid.UUID
) -> HttpResponse:
    """Let a question through, say that it was answered, or do not show it."""
    state = request.POST.get("state", "")
    if state not in AskedState.values:
        state = AskedState.HIDDEN
    return _in_room(
        request, event_id, session_id,
        lambda: room.judge(question_id, state=state, expected_version=acts.seen_version(request.POST)), _("Anotado."),
    )  # fmt: skip


@allow(*events.ORGANISERS)
def poll_new(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Prepare a poll."""
    session = _session(_event(request, event_id), session_id)
    return acts.ask(request, acts.Ask(
        title=POLL.words["write"],
        caption=title(session),
        form=lambda data: acts.NewFactsForm(data, facts=POLL.facts, initial_values={"sort": "single"}),
        act=lambda form: room.prepare(session.id, **form.sent),
        done=_("Está preparado: nadie lo ve hasta que lo abra."),
        back=_room(event_id, session_id),
    ))  # fmt: skip


_POLL_ACTS: dict[str, Callable[..., object]] = {
    "abrir": room.open_poll,
    "cerrar": room.close_poll,
    "quitar": room.drop_poll,
}


@allow(*events.ORGANISERS)
@require_POST
def poll_move(
    request: Request, event_id: uuid.UUID, session_id: uuid.UUID, poll_id: uuid.UUID, slug: str
) -> HttpResponse:
    """Open a poll, close it, or take out one that was not opened."""
    if slug not in _POLL_ACTS or not Poll.objects.filter(id=poll_id, session_id=session_id).exists():
        raise Http404
    return _in_room(
        request, event_id, session_id,
        lambda: _POLL_ACTS[slug](poll_id, expected_version=acts.seen_version(request.POST)), _("Anotado."),
    )  # fmt: skip


@allow(*events.ORGANISERS)
@require_POST
def word(request: Request, event_id: uuid.UUID, session_id: uuid.UUID, tally_id: uuid.UUID) -> HttpResponse:
    """Let a word of a poll be seen."""
    return _in_room(
        request, event_id, session_id, lambda: room.show_word(tally_id), _("Se verá en la pantalla.")
    )


@allow(*events.ORGANISERS)
def screen(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """What the projector of the room shows: how to come in, the questions, the polls."""
    session = _session(_event(request, event_id), session_id)
    token = links.door_token(session)
    url = _absolute(request, "door", token)
    context = board.board_of(session) | {
        "title": title(session),
        "open": room.is_open(session),
        "begins": session.begins,
        "qr": scannable(url),
        "door_url": url,
        "board_url": reverse("live:board", args=[get_language() or "es", token]),
        "back": _room(event_id, session_id),
    }
    return render(request, "live/screen.html", context)
