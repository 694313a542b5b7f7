"""The box on an event's public page: how registration stands, how many places are left, and the form."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.nouns.public import Piece
from contratrata.ground.things.public import FactsForm
from contratrata.ground.ui.parts import NavItem
from contratrata.knowledge.events.public import EVENTS, Event, Published

from . import asking, places
from .happenings import Door, Happening, by_code, by_id
from .models import QUESTIONS, Registration, Terms
from .queries import terms_of
from .rules import may_nominate


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """What the box and the page of the form say."""

    title: str
    sentences: tuple[str, ...]
    url: str
    form: FactsForm | None = None
    taken: int = 0
    capacity: int | None = None
    group_url: str = ""


def box_of(
    event: Happening, language: str, *, data: QueryDict | None = None, url: str = "", invited: bool = False
) -> Box:
    """How the registration of an event stands for who reads; three queries."""
    with acting(job_scope(event.organisation)):
        terms = terms_of(event)
        taken = places.taken(event.id)
        url = url or reverse("registrations:sign_up", args=[language, event.facts.code])
        title, sentences, is_open = _words(event, terms, taken, invited=invited)
        form = FactsForm(data, facts=asking.facts_of(event, terms)) if is_open else None
        if form is not None:
            form.fields["country"].help_text = " ".join(_quota_words(terms, taken))
    return Box(
        title=title,
        sentences=tuple(sentences),
        url=url,
        form=form,
        taken=taken[places.ALL],
        capacity=event.facts.capacity if event.door() is Door.OPEN else None,
        group_url=reverse("registrations:nominate", args=[event.id]) if event.door() is Door.OPEN else "",
    )


def _words(
    event: Happening, terms: Terms | None, taken: Any, *, invited: bool
) -> tuple[str, list[str], bool]:
    """The title, the sentences, and whether the form stands below."""
    facts = event.facts
    shut: dict[object, tuple[str, str]] = {
        Door.CANCELLED: (_("Se canceló"), _("A quienes se inscribieron se les avisó por correo.")),
        Door.PAST: (_("Ya pasó"), _("Si se inscribió, el enlace de su correo sigue sirviendo.")),
        Door.CLOSED: (_("Inscripción cerrada"), _("Si necesita entrar, escriba a quien organiza.")),
        "invited": (
            _("Por invitación"),
            _("Se entra con el enlace de la invitación que envía quien organiza."),
        ),
        "nominated": (
            _("Por propuesta"),
            _("Una organización de la red propone a quienes participan. Pregunte a la suya."),
        ),
    }
    reason = event.door() if event.door() in shut else "" if invited else facts.who
    if reason in shut:
        title, words = shut[reason]
        return title, [words], False
    sentences = [_until(event)] if facts.closes_on or facts.capacity else []
    if facts.approval:
        sentences.append(_("Quien organiza acepta cada inscripción y le responde por correo."))
    if places.limits_of(facts.capacity, None).full(taken, ("", "", "")):
        sentences.append(
            _(
                "Ahora no quedan lugares: entra en la lista de espera, y si alguien deja su lugar se le ofrece."
            )
        )
        return _("Lista de espera"), sentences, True
    return _("Inscripción abierta"), sentences, True


def _until(event: Happening) -> str:
    """«Hasta el 2 de diciembre o hasta llenar 240 lugares.»"""
    facts = event.facts
    day = formats.date_format(facts.closes_on, "MONTH_DAY_FORMAT") if facts.closes_on else ""
    number = ngettext("%(n)s lugar", "%(n)s lugares", facts.capacity or 0) % {"n": facts.capacity}
    if day and facts.capacity:
        return _("Hasta el %(day)s o hasta llenar %(places)s.") % {"day": day, "places": number}
    return _("Hasta el %s.") % day if day else _("Hasta llenar %s.") % number


def _quota_words(terms: Terms | None, taken: Any) -> list[str]:
    """How many places are left of each quota by country, with what happens when none is."""
    kind = QUESTIONS.fact("country").kind
    rows = []
    for code, most in places.quotas_of(terms, "country"):
        left = max(0, most - taken["country", code])
        words = ngettext(
            "%(country)s: queda %(left)s de %(places)s lugares.",
            "%(country)s: quedan %(left)s de %(places)s lugares.",
            left,
        )
        words = words if left else _("%(country)s: ya no quedan lugares.")
        rows.append(words % {"country": kind.words(code), "left": left, "places": most})
    return [*rows, _("Si se llenan, queda en lista de espera.")] if rows else []


def open_pieces(copy: Published, language: str) -> Iterable[Piece]:
    """Beside the programme how registration stands; below it the form, while it is open."""
    facts: Any = copy
    event = by_code(facts.code)
    if event is None:
        return []
    box = box_of(event, language)
    side = Piece("registrations/box.html", {"box": box}, "side")
    return (
        [side, Piece("registrations/form.html", {"box": box, "privacy": privacy_words()})]
        if box.form
        else [side]
    )


def privacy_words() -> str:
    """How long is kept who registered, in words."""
    return _(
        "Lo leen quienes organizan; las demás personas inscritas, solo lo que usted acepte. "
        "Se borra un año después del evento, o cuando lo pida."
    )


def member_piece(request: Request, row: Event) -> Piece | None:
    """On the page of an event for members: the way to proposing people."""
    event = published(row)
    if event is None:
        return None
    if not may_nominate(request.scope) or event.door() is not Door.OPEN:
        return None
    return Piece(
        "registrations/member.html", {"nominate_url": reverse("registrations:nominate", args=[row.id])}
    )


def published(row: Event) -> Happening | None:
    """The event, once it is published."""
    return by_id(row.id, Organisation.objects.get(id=row.organisation_id))


def tab(request: Request, row: Event) -> NavItem | None:
    """Beside the programme: who registered."""
    if not EVENTS.owns(request.scope, row):
        return None
    url = reverse("registrations:of_event", args=[row.id])
    return NavItem(_("Inscripciones"), url, current=request.path == url)


def refuse_removal(event_id: uuid.UUID) -> None:
    """An event for which somebody registered is cancelled, not removed. Raises `WrongState`."""
    if Registration.objects.filter(event_id=event_id, erased_at=None).exists():
        raise WrongState(_("Ya hay personas inscritas: cancele el evento, y se les avisará."))
