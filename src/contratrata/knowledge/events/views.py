"""The pages of who plans an event: its parts, the places of its sessions, and cancelling it."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.base.translated_fields import TranslatedFormField
from contratrata.ground.files import public as files
from contratrata.ground.network.public import allow
from contratrata.ground.things.public import FactsForm

from . import consents, operations, parts
from . import models as m
from .plan import may_resume, part_url


class NewPart(acts.OnceForm, FactsForm):
    """A new part of an event."""


class EditPart(acts.VersionForm, FactsForm):
    """A part that two users may have open."""


class CancelForm(acts.VersionForm):
    """Why an event will not be held, for who was coming."""

    why = TranslatedFormField(label=_l("¿Por qué se cancela?"), required=False, lines=True,
        help_text=_l("Lo lee cualquiera en la página del evento, y se avisa a quien se inscribió."))  # fmt: skip


class ResumeForm(acts.VersionForm):
    """Why an event will be held after all, for who was coming."""

    why = TranslatedFormField(label=_l("¿Por qué se retoma?"), required=False, lines=True,
        help_text=_l("Lo lee cualquiera en la página del evento."))  # fmt: skip


class WithdrawForm(acts.VersionForm):
    """What a person withdraws."""

    name = forms.BooleanField(label=_l("Que se publiquen su nombre y su perfil"), required=False)
    recording = forms.BooleanField(
        label=_l("Que se la grabe y se publique la grabación"), required=False,
        help_text=_l("Las grabaciones en que está se borran. No se puede deshacer."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of them at least."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("recording"):
            raise forms.ValidationError(_("Elija qué retira."))
        return cleaned


def own_event(request: Request, event_id: uuid.UUID) -> m.Event:
    """The event, if it is planned by the own organisation and still to be held; else it is not there."""
    row = get_object_or_404(m.EVENTS.visible_to(request.scope), id=event_id)
    if not m.EVENTS.owns(request.scope, row) or row.cancelled_at:
        raise Http404
    return row


def _sort(slug: str) -> "parts.Sort[Any]":
    if slug not in parts.SORTS:
        raise Http404
    return parts.SORTS[slug]


def _values(request: Request, form: FactsForm) -> dict[str, Any]:
    files.refuse_too_big(request)
    return form.values


@allow(*m.ORGANISERS)
def new_part(request: Request, event_id: uuid.UUID, slug: str) -> HttpResponse:
    """Add a part to an event."""
    event, sort = own_event(request, event_id), _sort(slug)
    facts = parts.asked_of(sort, event_id)
    back = m.EVENTS.url("row", event)
    return acts.ask(request, acts.Ask(
        title=sort.questions.words["write"],
        caption=m.EVENTS.title(event),
        form=lambda data: NewPart(data, files=request.FILES or None, facts=facts, initial_values=_start(event, sort)),
        act=lambda form: parts.write(
            sort, event_id, values=_values(request, form), token=form.cleaned_data["once"]
        ),
        back=back,
    ))  # fmt: skip


def _start(event: Any, sort: "parts.Sort[Any]") -> dict[str, Any]:
    """What a new part begins with: the day of the last session, the country of the event."""
    if sort is parts.SESSIONS:
        last = parts.rows_of(sort, event.id).exclude(day=None).last()
        return {"day": last.day if last else event.starts_on, "sort": "session"}
    return {"country": event.country} if sort is parts.ROOMS else {}


def _own_part(request: Request, event_id: uuid.UUID, slug: str, part_id: uuid.UUID) -> Any:
    own_event(request, event_id)
    return get_object_or_404(_sort(slug).model, id=part_id, event_id=event_id)


@allow(*m.ORGANISERS)
def part(request: Request, event_id: uuid.UUID, slug: str, part_id: uuid.UUID) -> HttpResponse:
    """Change a part."""
    row, sort = _own_part(request, event_id, slug, part_id), _sort(slug)
    facts = parts.asked_of(sort, event_id)

    def form(data: Any, now: Any = row) -> EditPart:
        return EditPart(
            data, files=request.FILES or None, facts=facts, initial_values=parts.values_of(sort, now),
            initial={"version": now.version},
        )  # fmt: skip

    return acts.ask(request, acts.Ask(
        title=sort.questions.words["change"],
        form=form,
        now=lambda: form(None, sort.model._default_manager.get(id=part_id)),
        act=lambda form: parts.change(
            sort, part_id, values=_values(request, form), expected_version=form.cleaned_data["version"]
        ),
        template="events/part.html",
        context={"verbs": _verbs(sort, row)},
        back=m.EVENTS.url("row", m.Event(id=event_id)),
    ))  # fmt: skip


def _verbs(sort: "parts.Sort[Any]", row: Any) -> list[tuple[Any, str]]:
    """What else may be done with a part: words and address."""
    verbs: list[tuple[Any, str]] = []
    if sort is parts.SESSIONS and parts.rows_of(sort, row.event_id).first() != row:
        verbs.append((_("Ponerla antes"), reverse("events:put_earlier", args=[row.event_id, row.id])))
    if sort is parts.SPEAKERS and (row.shows_name or row.records):
        verbs.append((_("Retiró su permiso"), reverse("events:withdraw", args=[row.event_id, row.id])))
    return [*verbs, (_("Quitar"), reverse("events:remove_part", args=[row.event_id, sort.slug, row.id]))]


@allow(*m.ORGANISERS)
def put_earlier(request: Request, event_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Let a session change places with the one before it."""
    row = _own_part(request, event_id, parts.SESSIONS.slug, session_id)
    rows = list(parts.rows_of(parts.SESSIONS, event_id))
    n = rows.index(row)
    if n == 0:
        raise Http404
    names = {"one": parts.title(parts.SESSIONS, row), "other": parts.title(parts.SESSIONS, rows[n - 1])}
    back = m.EVENTS.url("row", m.Event(id=event_id))
    return acts.ask(request, acts.Ask(
        title=_("Ponerla antes"),
        question=_("¿Poner «%(one)s» antes de «%(other)s»?") % names,
        text=_("Cambian de lugar: cada una toma el día y la hora de la otra."),
        button=_("Sí, ponerla antes"),
        form=lambda data: acts.VersionForm(data, initial={"version": row.version}),
        draft=None,  # nothing is typed
        act=lambda form: operations.put_earlier(session_id, expected_version=form.cleaned_data["version"]),
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*m.ORGANISERS)
def withdraw(request: Request, event_id: uuid.UUID, speaker_id: uuid.UUID) -> HttpResponse:
    """Note what a person withdraws, and take it out of what was published."""
    row = _own_part(request, event_id, parts.SPEAKERS.slug, speaker_id)
    number = len(consents.recordings_of(row))
    words = ngettext("Hay %(n)s grabación con ella.", "Hay %(n)s grabaciones con ella.", number) % {
        "n": number
    }
    return acts.ask(request, acts.Ask(
        title=_("Retiró su permiso"),
        caption=parts.title(parts.SPEAKERS, row),
        lead=_("Lo que retire se quita en este momento de lo que cualquiera puede ver. %s") % (words if number else ""),
        form=lambda data: WithdrawForm(data, initial={"version": row.version}),
        act=lambda form: consents.withdraw(
            speaker_id, name=form.cleaned_data["name"], recording=form.cleaned_data["recording"],
            expected_version=form.cleaned_data["version"],
        ),
        grave=True,
        button=_("Anotarlo y quitarlo"),
        done=_("Se anotó y se quitó de lo publicado."),
        back=part_url(parts.SPEAKERS, row),
    ))  # fmt: skip


@allow(*m.ORGANISERS)
def remove_part(request: Request, event_id: uuid.UUID, slug: str, part_id: uuid.UUID) -> HttpResponse:
    """Remove a part."""
    row, sort = _own_part(request, event_id, slug, part_id), _sort(slug)
    back = m.EVENTS.url("row", m.Event(id=event_id))
    return acts.ask(request, acts.Ask(
        title=_("Quitar"),
        caption=parts.title(sort, row),
        question=_("¿Quitar esto?"),
        text=_("Se borra del plan. No se puede deshacer."),
        button=_("Sí, quitar"),
        form=lambda data: acts.VersionForm(data, initial={"version": row.version}),
        draft=None,  # nothing is typed
        act=lambda form: parts.remove(sort, part_id, expected_version=form.cleaned_data["version"]),
        done=_("Se quitó."),
        stands=back,
        back=back,
    ))  # fmt: skip


@allow(*m.ORGANISERS)
def cancel(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Say that an event will not be held."""
    row = own_event(request, row_id)
    if not m.Published.objects.filter(row_id=row_id).exists():
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Cancelar el evento"),
        caption=m.EVENTS.title(row),
        lead=_("Su página sigue respondiendo y dice que se canceló. Se avisa a quien se inscribió."),
        form=lambda data: CancelForm(data, initial={"version": row.version}),
        act=lambda form: operations.cancel(
            row_id, why=form.cleaned_data["why"], expected_version=form.cleaned_data["version"]
        ),
        grave=True,
        button=_("Cancelar el evento"),
        done=_("Se canceló."),
        back=m.EVENTS.url("row", row),
    ))  # fmt: skip


@allow(*m.ORGANISERS)
def resume(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Say that a cancelled event will be held after all."""
    row = get_object_or_404(m.EVENTS.visible_to(request.scope), id=row_id)
    if not m.EVENTS.owns(request.scope, row):
        raise Http404
    if not may_resume(row) and request.method != "POST":
        return redirect(m.EVENTS.url("row", row))
    return acts.ask(request, acts.Ask(
        title=_("Retomar el evento"),
        caption=m.EVENTS.title(row),
        lead=_("Vuelve a anunciarse y a recibir inscripciones. Se avisa a quienes se les dijo que se cancelaba."),
        form=lambda data: ResumeForm(data, initial={"version": row.version}),
        act=lambda form: operations.resume(
            row_id, why=form.cleaned_data["why"], expected_version=form.cleaned_data["version"]
        ),
        button=_("Retomar el evento"),
        done=_("Se retomó."),
        stands=m.EVENTS.url("row", row),
        back=m.EVENTS.url("row", row),
    ))  # fmt: skip
