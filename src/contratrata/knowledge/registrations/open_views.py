"""What is done without an account: signing up, and by her own link everything else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import attempt
from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import public_act, secret_page
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.codes.public import country_name
from contratrata.ground.network.public import job_scope
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.parts import Row
from contratrata.ground.ui.scanning import scannable
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import page_url

from . import asking, hooks, links, operations
from .boxes import box_of, privacy_words
from .calendars import calendar_of
from .forms import ChangeForm
from .happenings import Door, Happening, by_code, moment_words
from .models import RegistrationMove
from .queries import Own, listed_for, own_of, terms_of
from .states import LIVING, Reason, State

#: From one place in an hour: an office that registers a team gets through, a machine does not.
MOST, SECONDS = 60, 3600
#: Of pages by link: calendars ask for theirs again and again, whoever tries links does so far more often.
READS = (1200, SECONDS)


@public_act(most=MOST, seconds=SECONDS, commits=True)
def sign_up(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The form of an event, for anybody."""
    return _signing(request, language, _event(code))


@secret_page(reads=READS, acts=(MOST, SECONDS), commits=True)
def invited(request: HttpRequest, language: str, code: str, invitation: str) -> HttpResponse:
    """The form of an event, for who has its link."""
    event = _event(code)
    with acting(job_scope(event.organisation)):
        terms = terms_of(event)
        if not links.invites(event.id, terms.turn if terms else 1, invitation, vault.ring()):
            raise Http404
    return _signing(request, language, event, invitation)


def _event(code: str) -> Happening:
    event = by_code(code)
    if event is None:
        raise Http404
    return event


def _signing(request: HttpRequest, language: str, event: Happening, invitation: str = "") -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    box = box_of(event, language, data=data, url=request.path, invited=bool(invitation))
    form = box.form
    if form is not None and attempt(
        form,
        lambda: operations.sign_up(event, values=form.values, language=language, invitation=invitation),
        commits=True,
    ):
        return render(request, "registrations/sent.html", _page(event, language))
    context = _page(event, language) | {"values": {"box": box, "privacy": privacy_words()}, "form": form}
    return render(request, "registrations/sign_up.html", context)


def _page(event: Happening, language: str) -> dict[str, Any]:
    return {"title": event.title(language), "event_url": page_url(language, event.id), "language": language}


def _own(token: str) -> Own:
    result = own_of(token)
    if result is None:
        raise Http404
    return result


@secret_page(reads=READS, acts=(MOST * 2, SECONDS))
def own(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Her registration: how it stands and what she may do; a POST confirms or takes what was offered."""
    mine, problem = _own(token), ""
    if request.method == "POST":
        act = operations.accept if mine.row.state == State.OFFERED else operations.confirm
        try:
            act(mine)
            return redirect(request.path)
        except DomainError as error:
            problem, mine = error.message, _own(token)
    with acting(mine.scope):
        context = _own_page(mine, language) | {"problem": problem}
    return render(request, "registrations/own.html", context)


def _own_page(mine: Own, language: str) -> dict[str, Any]:
    """What the page of a registration says; in the scope of whoever holds the event."""
    event, row, args = mine.happening, mine.row, [language, mine.token]
    facts = asking.facts_of(event, terms_of(event))
    values = asking.read(row, facts, vault.open_subject(row.subject_id))
    title, text, button = _standing(mine, language)
    standing = row.state in LIVING and event.door() in (Door.OPEN, Door.CLOSED)
    sessions = [
        Row(moment_words(one.begins, row.time_zone, language), one.title.reading().text)
        for one in event.sessions
    ]
    placed = row.state == State.PLACED and row.confirmed_at is not None and event.door() is not Door.CANCELLED
    return _page(event, language) | {
        "standing_title": title,
        "text": text,
        "button": button,
        "rows": fact_rows(facts, values, all_facts=False),
        "sessions": sessions,
        "code": row.code if placed else "",
        "qr": scannable(row.code) if placed else "",
        "quiet": row.quiet_at is not None,
        "standing": standing,
        "again_url": "" if row.state in LIVING else page_url(language, event.id),
        "change_url": reverse("registrations:change", args=args),
        "withdraw_url": reverse("registrations:withdraw", args=args),
        "quiet_url": reverse("registrations:quiet", args=args),
        "participants_url": reverse("registrations:participants", args=args) if listed_for(mine) else "",
        "calendar_url": reverse("registrations:calendar", args=args),
        "privacy": privacy_words(),
        "pieces": hooks.own_pieces(event, row, language),
    }  # fmt: skip


def _standing(mine: Own, language: str) -> tuple[str, str, str]:
    """How it stands, the next step in a sentence, and the button where there is one."""
    row, event = mine.row, mine.happening
    if event.door() is Door.CANCELLED:
        return _("El evento se canceló"), str(event.facts.cancelled_why.reading(language).text), ""
    if event.door() is Door.PAST and row.state in LIVING:
        return _("El evento ya pasó"), "", ""
    until = moment_words(row.due_at, row.time_zone, language) if row.due_at else ""
    if row.state == State.OFFERED and row.due_at and row.due_at > clock.now():
        return (
            _("Hay un lugar para usted"),
            _("Es suyo si lo acepta antes del %s.") % until,
            _("Aceptar el lugar"),
        )
    if row.confirmed_at is None and row.state in LIVING:
        words = _("Su lugar se guarda hasta el %s.") % until if until else ""
        return _("Confirme que este correo es suyo"), words, _("Confirmar")
    sentences = {
        State.PLACED: (_("Tiene un lugar"), ""),
        State.ASKED: (_("Quien organiza la está revisando"), _("Le responderá por correo.")),
        State.WAITING: (
            _("Está en la lista de espera"), _("Si alguien deja su lugar, se le ofrece por correo, en orden."),
        ),
        State.OFFERED: (_("El plazo para aceptar este lugar ya pasó"), ""),
        State.LAPSED: (_("Su lugar no se confirmó a tiempo"), _("Puede inscribirse de nuevo.")),
        State.WITHDRAWN: (_("Canceló su inscripción"), _("Si cambia de idea, puede inscribirse de nuevo.")),
        State.DECLINED: (_("No se pudo aceptar su inscripción"), _reason(mine)),
    }  # fmt: skip
    return (*sentences[State(row.state)], "")


def _reason(mine: Own) -> str:
    if mine.row.state != State.DECLINED:
        return ""
    moves = RegistrationMove.objects.filter(
        organisation_id=mine.row.organisation_id, registration_id=mine.row.id, verb="decline"
    )
    last = moves.order_by("-at", "id").first()
    return str(Reason(last.reason).label).capitalize() + "." if last and last.reason else ""


@secret_page(reads=READS, acts=(MOST, SECONDS))
def change(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """What she said of herself, her language and her zone; the address stays, for it is how she is known."""
    mine = _own(token)
    here = reverse("registrations:own", args=[language, token])
    if mine.row.state not in LIVING:
        return redirect(here)
    with acting(mine.scope):
        facts = asking.facts_of(mine.happening, terms_of(mine.happening))
        values = asking.read(mine.row, facts, vault.open_subject(mine.row.subject_id))
    data = request.POST if request.method == "POST" else None
    form = ChangeForm(
        data, facts=[fact for fact in facts if fact.name != "email"], initial_values=values,
        zones=asking.zone_choices(mine.row.time_zone),
        initial={"language": mine.row.language, "time_zone": mine.row.time_zone},
    )  # fmt: skip

    def save() -> None:
        chosen = {name: form.cleaned_data[name] for name in ("language", "time_zone")}
        operations.change(mine, values=form.values, **chosen)

    if attempt(form, save):
        return redirect(reverse("registrations:own", args=[form.cleaned_data["language"], token]))
    context = _page(mine.happening, language) | {"form": form, "back": here}
    return render(request, "registrations/change.html", context)


@secret_page(reads=READS, acts=(MOST, SECONDS))
def withdraw(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Ask whether she means it; then her place goes to the next."""
    mine = _own(token)
    here = reverse("registrations:own", args=[language, token])
    if request.method == "POST":
        try:
            operations.withdraw(mine)
        except DomainError:  # it is over already, which her page says
            return redirect(here)
        return redirect(here)
    if mine.row.state not in LIVING:
        return redirect(here)
    return render(request, "registrations/withdraw.html", _page(mine.happening, language) | {"back": here})


@secret_page(reads=READS, acts=(MOST * 5, SECONDS), from_anywhere=True)
def quiet(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Stop the reminders: one click of a mail program does (RFC 8058); the page takes them up again."""
    mine = _own(token)
    here = reverse("registrations:own", args=[language, token])
    if request.method == "POST":
        mine = Own(mine.happening, operations.quiet(mine, is_quiet="again" not in request.POST), token)
    context = _page(mine.happening, language) | {"quiet": mine.row.quiet_at is not None, "back": here}
    return render(request, "registrations/quiet.html", context)


@secret_page(reads=READS)
def participants(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Those who agreed that the others know of them, for who has a place; the link is hers, and so is what it shows."""
    mine = _own(token)
    if mine.row.state != State.PLACED or mine.row.confirmed_at is None:
        raise Http404
    with acting(mine.scope):
        people = [(name, country_name(country), email) for name, country, email in listed_for(mine)]
    context = _page(mine.happening, language) | {
        "people": people,
        "shares": "listed" in mine.row.consents,
        "back": reverse("registrations:own", args=[language, token]),
        "change_url": reverse("registrations:change", args=[language, token]),
    }
    return render(request, "registrations/participants.html", context)


@secret_page(reads=READS)
def calendar(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Her sessions as a file, which a calendar that keeps the address reads again and again."""
    mine = _own(token)
    gone = mine.row.state not in LIVING
    own_url = reverse("registrations:own", args=[language, token])
    content = calendar_of(mine.happening, language, url=own_url, is_gone=gone)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="evento.ics"'
    return answer
