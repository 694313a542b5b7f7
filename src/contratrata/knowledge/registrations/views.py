"""The pages of whoever organises, and of who proposes people."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import acting, organisation_id
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import allow, job_scope
from contratrata.ground.paper.public import pdf_response
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import EVENTS, ORGANISERS, tabs_of

from . import asking, operations, places, sheets
from .boxes import published
from .forms import DeclineForm, GroupForm, InviteForm, TermsForm
from .happenings import Door, Happening
from .listing import REGISTRATIONS, lines_of, list_for
from .models import TERMS, Registration, RegistrationMove
from .operations.inviting import invitation_path
from .queries import terms_of, visible_to
from .rules import NOMINATORS, may_organise
from .states import REGISTRATION, Reason, State


def _event(request: Request, event_id: uuid.UUID, *, own: bool = True) -> Happening:
    """A published event of the realm; `own`: of the acting organisation, for who organises."""
    event = published(get_object_or_404(EVENTS.visible_to(request.scope), id=event_id))
    if event is None or (own and not may_organise(request.scope, event)):
        raise Http404
    return event


def _url(name: str, *args: uuid.UUID) -> str:
    return reverse(f"registrations:{name}", args=args)


@allow(*ORGANISERS)
def everybody(request: Request) -> HttpResponseBase:
    """Who registered, over all events of the organisation."""
    return show_list(request, REGISTRATIONS)


@allow(*ORGANISERS)
def of_event(request: Request, event_id: uuid.UUID) -> HttpResponseBase:
    """Who registered for one event, with the places that are left."""
    event = _event(request, event_id)

    def beside(_page: Any) -> dict[str, Any]:
        taken = places.taken(event.id)
        rows = visible_to(request.scope).filter(event_id=event.id)
        return {
            "taken": taken[places.ALL],
            "capacity": event.facts.capacity,
            "asked": rows.filter(state=State.ASKED).count(),
            "waiting": rows.filter(state=State.WAITING).count(),
            "terms_url": _url("terms", event.id),
            "invite_url": _url("invite", event.id),
            "sheet_url": _url("sheet", event.id),
            "tabs": tabs_of(request, get_object_or_404(EVENTS.visible_to(request.scope), id=event.id)),
        }

    return show_list(request, list_for(event), beside)


@allow(*ORGANISERS)
def one(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """One registration: what she said, how it came to stand as it does, and what may be decided."""
    event, row = _one(request, event_id, registration_id)
    facts = asking.facts_of(event, terms_of(event))
    sealers = vault.open_subjects([row.subject_id])
    values = asking.read(row, facts, sealers[row.subject_id]) if sealers else {}
    audit.record("registration.read", kind="registration", subject=row.id)
    line = lines_of(request.scope, [row])[0]
    moves = RegistrationMove.objects.filter(organisation_id=organisation_id(), registration_id=row.id)
    context = {
        "line": line,
        "state": State(row.state).label,
        "unconfirmed": row.confirmed_at is None and row.erased_at is None,
        "rows": fact_rows(facts, values) if values else [],
        "moves": [(one.at, str(State(one.to_state).label), _why(one)) for one in moves.order_by("at", "id")],
        "acts": _acts(event, row),
        "back": _url("of_event", event.id),
        "due": moment_words(row.due_at) if row.due_at else "",
    }
    return render(request, "registrations/one.html", context)


def _one(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> tuple[Happening, Registration]:
    event = _event(request, event_id)
    return event, get_object_or_404(visible_to(request.scope), event_id=event.id, id=registration_id)


def _why(move: RegistrationMove) -> str:
    return str(Reason(move.reason).label) if move.reason else ""


def _acts(event: Happening, row: Registration) -> list[tuple[str, str, str]]:
    """What may be decided now: words, address, look of the button."""
    if row.erased_at is not None:
        return []
    verbs = REGISTRATION.verbs(row.state) if event.door() in (Door.OPEN, Door.CLOSED) else []
    asked = row.state == State.ASKED
    offered = [
        (asked, _("Aceptar"), "approve", ""),
        ("place" in verbs and not asked, _("Darle un lugar"), "give_place", "second"),
        ("queue" in verbs, _("Pasar a la lista de espera"), "to_list", "second"),
        ("decline" in verbs, _("No aceptar"), "decline", "second"),
        (True, _("Borrar sus datos"), "erase", "second"),
    ]
    return [(words, _url(name, event.id, row.id), look) for shown, words, name, look in offered if shown]


def _decision(
    request: Request,
    event_id: uuid.UUID,
    registration_id: uuid.UUID,
    act: Callable[[Happening, uuid.UUID], Registration],
    **words: Any,
) -> HttpResponse:
    """One page that asks and does: back to the registration. What is said of it is in `words`."""
    event, row = _one(request, event_id, registration_id)
    here = _url("one", event.id, row.id)
    return acts.ask(request, acts.Ask(
        act=lambda *_form: act(event, row.id), to=here, stands=here, back=here,
        back_words=_("Inscripción"), **words,
    ))  # fmt: skip


@allow(*ORGANISERS)
def approve(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """Say yes."""
    return _decision(
        request, event_id, registration_id, operations.approve, title=_("Aceptar la inscripción"),
        text=_("Recibe un lugar si queda alguno para ella; si no, pasa a la lista de espera. Se le avisa por correo."),
        button=_("Sí, aceptar"), done=_("Se aceptó y se le avisó por correo."),
    )  # fmt: skip


class PlaceForm(acts.OnceForm):
    """Nothing is asked, unless it goes beyond the limits."""


@allow(*ORGANISERS)
def give_place(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """A place past the list."""
    return _decision(
        request, event_id, registration_id, operations.give_place, title=_("Darle un lugar"),
        lead=_("Pasa delante de quienes esperan. Se le avisa por correo."), form=PlaceForm, draft=None,  # nothing typed
        button=_("Darle el lugar"), done=_("Tiene un lugar y se le avisó por correo."),
    )  # fmt: skip


@allow(*ORGANISERS)
def to_list(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """To the end of the list."""
    return _decision(
        request, event_id, registration_id, operations.to_list, title=_("Pasar a la lista de espera"),
        text=_("Queda al final de la lista, y si tenía un lugar se ofrece a quien sigue. Se le avisa por correo."),
        button=_("Sí, pasar a la lista"), done=_("Está en la lista de espera y se le avisó por correo."),
    )  # fmt: skip


@allow(*ORGANISERS)
def decline(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    event, row = _one(request, event_id, registration_id)
    here = _url("one", event.id, row.id)
    return acts.ask(request, acts.Ask(
        title=_("No aceptar la inscripción"), form=DeclineForm,
        act=lambda form: operations.decline(event, row.id, reason=form.cleaned_data["reason"]),
        button=_("No aceptar"), done=_("No se aceptó y se le avisó por correo."),
        draft=None,  # one of five, nothing is typed
        to=here, stands=here, back=here, back_words=_("Inscripción"),
    ))  # fmt: skip


@allow(*ORGANISERS)
def erase(request: Request, event_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """Erase who she is, at her request."""
    return _decision(
        request, event_id, registration_id,
        lambda _event, row_id: operations.erase(row_id, reason="asked_by_person"),
        title=_("Borrar sus datos"), grave=True, question=_("¿Borrar los datos de esta persona?"),
        text=_("Nombre, correo y respuestas no se podrán leer nunca más. Su lugar queda libre. No se deshace."),
        button=_("Sí, borrar"), done=_("Se borraron sus datos."),
    )  # fmt: skip


@allow(*ORGANISERS)
def terms(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """How one registers: quotas, what is offered, permissions, own questions."""
    event = _event(request, event_id)

    def form(data: Any) -> TermsForm:
        row = terms_of(event)
        return TermsForm(
            data, facts=TERMS.facts, initial_values=asking.terms_values(row),
            initial={"version": row.version if row else 0},
        )  # fmt: skip

    back = _url("of_event", event.id)
    return acts.ask(request, acts.Ask(
        title=TERMS.title.here(),
        lead=_("Lugares, último día y quién puede inscribirse se dicen en el evento."),
        form=form,
        act=lambda form: operations.set_terms(
            event, values=form.values, expected_version=form.cleaned_data["version"]
        ),
        to=back, back=back, back_words=_("Inscripciones"),
    ))  # fmt: skip


@allow(*ORGANISERS)
def invite(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Mail the link that invites."""
    event = _event(request, event_id)
    back = _url("of_event", event.id)
    return acts.ask(request, acts.Ask(
        title=_("Invitar"), form=InviteForm,
        act=lambda form: operations.invite(event, addresses=form.cleaned_data["addresses"]),
        button=_("Enviar la invitación"),
        done=lambda number: ngettext("Se invitó a %s persona.", "Se invitó a %s personas.", number) % number,
        to=back, back=back, back_words=_("Inscripciones"), template="registrations/invite.html",
        context={
            "link": settings.SITE_ADDRESS + invitation_path(event, "es"),
            "turn_url": _url("turn_link", event.id),
        },
    ))  # fmt: skip


@allow(*ORGANISERS)
def turn_link(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Make the link another one."""
    event = _event(request, event_id)
    back = _url("invite", event.id)
    return acts.ask(request, acts.Ask(
        title=_("Cambiar el enlace"),
        text=_("El enlace de ahora deja de invitar. Quien ya se inscribió no pierde nada."),
        button=_("Sí, cambiarlo"), act=lambda: operations.turn_link(event),
        done=_("Hay un enlace nuevo."), back=back, back_words=_("Invitar"),
    ))  # fmt: skip


@allow(*NOMINATORS)
def nominate(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Propose people of one's organisation, and how those proposed before stand, in numbers."""
    event = _event(request, event_id, own=False)
    if event.door() is not Door.OPEN:
        raise Http404
    here = _url("nominate", event.id)

    def act(form: GroupForm) -> list[Registration]:
        people = [form.values | person for person in form.cleaned_data["people"]]
        return operations.nominate(event, people=people, language=request.LANGUAGE_CODE or "es")

    return acts.ask(request, acts.Ask(
        title=_("Inscribir a un grupo"), sub=event.title(), form=GroupForm, act=act,
        lead=_("Cada persona recibe su propio correo, y dice por sí misma que quiere participar."),
        button=_("Proponer"),
        done=lambda rows: ngettext(
            "Se escribió a %s persona.", "Se escribió a %s personas.", len(rows)
        ) % len(rows),
        to=here, back=EVENTS.url("list"), back_words=_("Eventos"),
        template="registrations/nominate.html", context={"proposed": _proposed(event)},
    ))  # fmt: skip


def _proposed(event: Happening) -> list[Row]:
    """How many of those that the acting organisation proposed stand how; never who."""
    by = organisation_id()
    with acting(job_scope(event.organisation)):
        rows = Registration.objects.filter(
            organisation_id=event.organisation.id, event_id=event.id, nominated_by_id=by, erased_at=None
        )
        states = list(rows.values_list("state", flat=True))
    return [
        Row(str(state.label).capitalize(), str(states.count(state))) for state in State if state in states
    ]


@allow(*ORGANISERS)
def sheet(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """The list for the door, to sign on paper."""
    event = _event(request, event_id)
    rows = visible_to(request.scope).filter(event_id=event.id, state=State.PLACED)
    lines = lines_of(request.scope, list(rows.order_by("at", "id")))
    audit.record("registration.printed", kind="event", subject=event.id, number=len(lines))
    return pdf_response(sheets.sheet_of(event, lines), event.facts.code)
