"""The pages of attendance for whoever organises: what is known, reports, who is who, the list, the door."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import acting
from contratrata.ground.files import public as files
from contratrata.ground.network.public import allow
from contratrata.ground.ui.parts import Row
from contratrata.ground.ui.scanning import scannable
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from . import doors, operations, overview, people, queries
from .certificate_views import CERTIFIERS
from .forms import BringForm, ClarifyForm, EnterForm, ExplainForm, ListForm
from .matching import How
from .models import Identity, Report, Stay
from .operations.bringing import questions_of
from .reports.report import FATAL, Doubt
from .states import ReportState

#: So many sign-ins from one place in an hour: a room behind one connection gets in, a machine that guesses does not.
MOST, SECONDS = 600, 3600
#: A screen asks for its drawing twice a minute, and a building may have many behind one connection.
READS = 6000


def _event(request: Request, event_id: uuid.UUID) -> events.Event:
    row = overview.own_event(request.scope, event_id)
    if row is None:
        raise Http404
    request.stands_in = "events:list"
    return row


def _session(event: events.Event, session_id: uuid.UUID) -> events.Session:
    rows = {row.id: row for row in queries.sessions_of(event.id)}
    if session_id not in rows:
        raise Http404
    return rows[session_id]


def _home(event_id: uuid.UUID) -> str:
    return reverse("attendance:overview", args=[event_id])


@allow(*events.ORGANISERS)
def page(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Whether attendance holds: the answer, the curve beside the last cycle, and what to do next."""
    event = _event(request, event_id)
    tabs = events.tabs_of(request, event)
    context = {"event": event, "title": events.EVENTS.title(event), "tabs": tabs, **overview.page(event)}
    context["certifies"] = request.scope.has(*CERTIFIERS)
    return render(
        request, "attendance/overview.html", context | {"event_url": events.EVENTS.url("row", event)}
    )


@allow(*events.ORGANISERS)
def bring(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Bring the report of a session."""
    event = _event(request, event_id)
    session = _session(event, session_id)

    def act(form: BringForm) -> Report:
        files.refuse_too_big(request)
        content = form.cleaned_data["file"].read()
        return operations.bring(
            event_id=event.id, session_id=session.id, content=content, token=form.cleaned_data["once"]
        )

    return acts.ask(request, acts.Ask(
        title=_("Traer un informe de asistencia"),
        caption=str(vars(session)["title"]),
        lead=_("Primero verá qué se entendió. Lo que no está claro se le pregunta, y puede quitarlo después."),
        form=lambda data: BringForm(data, request.FILES or None),
        act=act,
        button=_("Traer el informe"),
        done=lambda row: "" if row.state == ReportState.ASKED else _("El informe está leído."),
        to=lambda row: reverse("attendance:report", args=[row.id]),
        draft=None,  # a file, nothing is typed
        back=_home(event.id),
    ))  # fmt: skip


def _report(request: Request, report_id: uuid.UUID) -> Report:
    row = get_object_or_404(Report, id=report_id, organisation_id=request.scope.organisation_id)
    _event(request, row.event_id)
    return row


@allow(*events.ORGANISERS)
def report(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """A report: the questions about it, or what was understood of it."""
    row = _report(request, report_id)
    back = _home(row.event_id)
    if row.state == ReportState.TAKEN:
        return _understood(request, row, back)
    here = reverse("attendance:report", args=[row.id])
    questions = questions_of(row)
    return acts.ask(request, acts.Ask(
        title=_("Falta saber algo del informe"),
        caption=overview.platform_name(row),
        lead=_("Hasta que responda no se cuenta a nadie."),
        form=lambda data: ExplainForm(data, questions=questions),
        act=lambda form: operations.explain(row.id, answers=form.cleaned_data),
        button=_("Seguir"),
        done=lambda row: "" if row.state == ReportState.ASKED else _("El informe está leído."),
        to=lambda _row: here,
        stands=here,
        draft=None,  # one of few, nothing is typed
        back=back,
        template="attendance/explain.html",
        context={"take_back_url": reverse("attendance:take_back", args=[row.id])},
    ))  # fmt: skip


def _understood(request: Request, row: Report, back: str) -> HttpResponse:
    session = events.Session.objects.filter(id=row.session_id).first()
    lines = [
        (stay.number, [Doubt(code).label for code in stay.doubts], bool(set(stay.doubts) & FATAL))
        for stay in row.stays.exclude(doubts=[]).order_by("number", "id")[:200]
    ]
    counted = row.lines - row.left_out
    rows = [
        Row(_("De"), overview.platform_name(row)),
        Row(_("Sesión"), str(vars(session)["title"]) if session else ""),
        Row(_("Se leyó"), ngettext("%(n)s fila", "%(n)s filas", counted) % {"n": counted}),
    ]
    if row.left_out:
        rows.append(
            Row(_("No se cuentan"), ngettext("%(n)s fila", "%(n)s filas", row.left_out) % {"n": row.left_out})
        )
    asked = Identity.objects.filter(stays__report=row, how=How.ASKED).distinct().count()
    context = {
        "rows": rows,
        "lines": lines,
        "asked": asked,
        "back": back,
        "event_id": row.event_id,
        "row": row,
    }
    return render(request, "attendance/report.html", context)


@allow(*events.ORGANISERS)
def take_back(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """Take a report out again."""
    row = _report(request, report_id)
    back = _home(row.event_id)
    return acts.ask(request, acts.Ask(
        title=_("Quitar el informe"),
        question=_("¿Quitar este informe?"),
        text=_("Deja de contarse a quienes estuvieron según él. Puede traerlo de nuevo."),
        button=_("Sí, quitar"),
        act=lambda: operations.take_back(row.id),
        done=_("Se quitó el informe."),
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*events.ORGANISERS)
def clarify_next(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """The first of those who wait for somebody to say who they are; the overview when nobody does."""
    _event(request, event_id)
    row = Identity.objects.filter(event_id=event_id, how=How.ASKED).order_by("id").first()
    if row is None:
        raise Http404
    return clarify(request, row.id)


@allow(*events.ORGANISERS)
def clarify(request: Request, identity_id: uuid.UUID) -> HttpResponse:
    """Say who somebody of a report is."""
    row = get_object_or_404(Identity, id=identity_id, organisation_id=request.scope.organisation_id)
    event = _event(request, row.event_id)
    everybody = people.of(event.id)
    near = [one for one in everybody if one.id in row.candidates]
    back = _home(event.id)

    def form(data: object) -> ClarifyForm:
        start = {"version": Identity.objects.values_list("version", flat=True).get(id=row.id)}
        return ClarifyForm(data, near=near, everybody=everybody, initial=start)

    return acts.ask(request, acts.Ask(
        title=_("¿Quién es?"),
        caption=events.EVENTS.title(event),
        form=form,
        act=lambda form: operations.clarify(
            row.id, who=form.cleaned_data["who"], expected_version=form.cleaned_data["version"]
        ),
        done=_("Anotado. Vale también para los demás informes de este evento."),
        to=lambda _row: reverse("attendance:clarify_next", args=[event.id]) if queries.asked(event.id) else back,
        draft=None,  # one of few, nothing is typed
        back=back,
        template="attendance/clarify.html",
        frame=lambda: _shown(row),
    ))  # fmt: skip


def _shown(row: Identity) -> dict[str, object]:
    """How the report shows her; reading it leaves a trace."""
    audit.record("attendance.read", kind="events", subject=row.event_id)
    names = row.open(vault.ring().drafts(), "name", "email") if row.name else {"name": "", "email": ""}
    sessions = events.rows_of(events.SESSIONS, row.event_id).in_bulk(
        Stay.objects.filter(identity=row).values_list("session_id", flat=True)
    )
    seen = ", ".join(str(vars(one)["title"]) for one in sessions.values())
    rows = [
        Row(_("Así aparece"), names["name"]),
        Row(_("Correo que dio"), names["email"]),
        Row(_("En"), seen),
    ]
    return {"rows": [one for one in rows if one.value]}


@allow(*events.ORGANISERS)
def sign_in(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Note on the list who was in a session."""
    event = _event(request, event_id)
    session = _session(event, session_id)
    everybody = people.of(event.id)
    if not everybody:
        raise Http404

    def form(data: QueryDict | None) -> ListForm:
        here = operations.listed(session.id)
        return acts.marked(ListForm(data, everybody=everybody, initial={"present": here}), here)

    def frame() -> dict[str, object]:
        audit.record("attendance.read", kind="events", subject=event.id)
        return {}

    return acts.ask(request, acts.Ask(
        title=_("Lista de asistencia"),
        caption=str(vars(session)["title"]),
        lead=_("Marque a quienes estuvieron en la sala. Cuentan desde el principio hasta el final de la sesión."),
        form=form,
        act=lambda form: operations.sign_in(
            event_id=event.id, session_id=session.id, present=form.cleaned_data["present"],
            expected_version=form.cleaned_data["seen"],
        ),
        done=lambda n: ngettext("Hay %(n)s persona en la lista.", "Hay %(n)s personas en la lista.", n) % {"n": n},
        draft=None,  # ticks, nothing is typed
        frame=frame,
        back=_home(event.id),
    ))  # fmt: skip


@allow(*events.ORGANISERS)
def door(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """What is shown on the screen of the room, and the address for who helps in it."""
    event = _event(request, event_id)
    session = _session(event, session_id)
    if queries.is_over(session) or event.cancelled_at:
        raise Http404
    token = doors.helper(session)
    context = {
        "event": event,
        "title": str(vars(session)["title"]),
        "open": doors.is_open(session),
        "begins": session.begins,
        "qr": _drawn(request, session),
        "helper_url": _address(request, token),
        "screen_url": _address(request, token, "attendance:screen"),
        "back": _home(event.id),
    }
    return render(request, "attendance/door.html", context)


def _address(request: HttpRequest, token: str, name: str = "attendance:enter") -> str:
    return request.build_absolute_uri(reverse(name, args=[get_language() or "es", token]))


def _drawn(request: HttpRequest, session: events.Session) -> str:
    """The address that opens the door now, as a drawing for telephones."""
    return scannable(_address(request, doors.screen(session)))


@allow(*events.ORGANISERS)
def write(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Write once to those who stopped coming."""
    event = _event(request, event_id)
    number = len(operations.missed(event.id))
    back = _home(event.id)
    if not number and request.method != "POST":
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Escribir a quienes dejaron de venir"),
        caption=events.EVENTS.title(event),
        question=ngettext("¿Escribirle a %(n)s persona?", "¿Escribirles a %(n)s personas?", number) % {"n": number},
        text=_("Reciben un solo mensaje, con el enlace a la página del evento y lo que trae la próxima sesión."),
        button=_("Sí, escribir"),
        act=lambda: operations.write_to_missed(event.id),
        done=lambda n: ngettext("Se escribió a %(n)s persona.", "Se escribió a %(n)s personas.", n) % {"n": n},
        stands=back,
        back=back,
    ))  # fmt: skip


@secret_page(reads=(MOST * 5, SECONDS), acts=(MOST, SECONDS))
def enter(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Sign in at the door of a session; an address that opens nothing now says so, whatever it was."""
    opened = doors.opened(token)
    if opened is None:
        return render(request, "attendance/shut.html", {"language": language}, status=404)
    form = EnterForm(request.POST if request.method == "POST" else None)
    code = ""
    with acting(opened.scope):
        entered = acts.attempt(form, lambda: operations.enter(opened, code=form.cleaned_data["code"]))
    if entered:
        code, form = form.cleaned_data["code"], EnterForm()
    context = {"form": form, "code": code, "language": language, "title": str(vars(opened.session)["title"])}
    return render(request, "attendance/enter.html", context)


@secret_page(reads=(READS, SECONDS))
def screen(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """What the screen of the room shows, without account, so that nothing locks it: by the helper's address alone."""
    opened = doors.opened(token)
    if opened is None or not opened.is_helpers:
        return render(request, "attendance/shut.html", {"language": language}, status=404)
    with acting(opened.scope):
        drawing = _drawn(request, opened.session)
    context = {"language": language, "title": str(vars(opened.session)["title"]), "qr": drawing}
    return render(request, "attendance/screen.html", context)
