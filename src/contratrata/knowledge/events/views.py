"""The pages of who plans an event: its parts, the places of its sessions, and cancelling it."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.base.translated_fields import TranslatedFormField
from contratrata.ground.files import public as files
from contratrata.ground.network.public import allow
from contratrata.ground.things.public import FactsForm

from . import models as m
from . import operations, parts


class NewPart(acts.OnceForm, FactsForm):
    """A new part of an event."""


class EditPart(acts.VersionForm, FactsForm):
    """A part that two users may have open."""


class CancelForm(acts.VersionForm):
    """Why an event will not be held, for who was coming."""

    why = TranslatedFormField(label=_l("¿Por qué se cancela?"), required=False, lines=True,
        help_text=_l("Lo lee cualquiera en la página del evento, y se avisa a quien se inscribió."))  # fmt: skip


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
    facts = parts.facts_of(sort, event_id)
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
    facts = parts.facts_of(sort, event_id)

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
        back=m.EVENTS.url("row", m.Event(id=event_id)),
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
        lead=_("Su página sigue respondiendo y dice que se canceló. No se puede deshacer."),
        form=lambda data: CancelForm(data, initial={"version": row.version}),
        act=lambda form: operations.cancel(
            row_id, why=form.cleaned_data["why"], expected_version=form.cleaned_data["version"]
        ),
        grave=True,
        button=_("Cancelar el evento"),
        done=_("Se canceló."),
        back=m.EVENTS.url("row", row),
    ))  # fmt: skip
