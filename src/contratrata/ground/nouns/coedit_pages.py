"""The pages of writing together: ask another organisation in, end it; and what stands of it on the page of a row."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow, organisation_names

from . import coediting
from .coedited import CoEdited
from .declared import Noun
from .models import NounRow

AnyNoun = Noun[Any, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """An organisation that writes a row too, and the way to end that for who may."""

    name: str
    end_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Beside:
    """What the page of a row says of who writes it; `edit_url`: to who was asked in, with `decides`."""

    authors: list[Author]
    invite_url: str
    edit_url: str
    decides: str
    writing: str


class InviteForm(acts.OnceForm):
    """Which organisation is asked in; one that writes it already may be sent again, which is said."""

    editor = forms.ChoiceField(
        label=_l("¿Qué organización la escribirá con la suya?"),
        error_messages={"required": _l("Elija la organización.")},
    )

    def __init__(self, data: Any, *, noun: AnyNoun, row: NounRow) -> None:
        super().__init__(data)
        coediting.offered(noun, row, again=data is not None).into(self, "editor", "—")


def coedit_urls(noun: AnyNoun, one: str) -> list[URLPattern]:
    """The addresses of writing together under a row's address (`practicas/<uuid:row_id>/`)."""
    if noun.coedited is None:
        return []
    return [
        path(f"{one}coedicion/", allow(*noun.writers)(_invite_view(noun, noun.coedited)), name="coedit"),
        path(
            f"{one}coedicion/<uuid:coeditor_id>/terminar/",
            allow(*noun.writers)(_end_view(noun, noun.coedited)),
            name="coedit_end",
        ),
    ]


def beside(noun: AnyNoun, request: Request, row: NounRow) -> Beside | None:
    """What stands on the page of a row of who writes it; a constant number of queries."""
    declared = noun.coedited
    if declared is None:
        return None
    rows, mine = list(declared.current(row)), request.scope.organisation_id
    names = organisation_names([row.organisation_id, *(one.editor_organisation_id for one in rows)])
    own, may = noun.owns(request.scope, row), noun.may_write(request.scope)
    coedits = may and any(one.editor_organisation_id == mine for one in rows)
    return Beside(
        [
            Author(
                names.get(one.editor_organisation_id, ""),
                reverse(f"{noun.app}:coedit_end", args=[row.id, one.id]) if may and mine in one.sides else "",
            )
            for one in rows
        ],
        invite_url=reverse(f"{noun.app}:coedit", args=[row.id]) if own else "",
        edit_url=noun.url("edit", row) if coedits else "",
        decides=str(declared.decides) % names.get(row.organisation_id, ""),
        writing=declared.writing_now(row.id) if own or coedits else "",
    )


def _invite_view(noun: AnyNoun, declared: CoEdited) -> Callable[..., Any]:
    def coedit(request: Request, row_id: uuid.UUID) -> HttpResponse:
        row = get_object_or_404(noun.visible_to(request.scope), id=row_id)
        if not noun.owns(request.scope, row):
            raise Http404
        return acts.ask(request, acts.Ask(
            title=_("Escribirla con otra organización"),
            lead=declared.lead,
            form=lambda data: InviteForm(data, noun=noun, row=row),
            act=lambda form: coediting.invite(
                noun, row_id, editor_id=uuid.UUID(form.cleaned_data["editor"]), **form.sent
            ),
            button=_("Invitar"),
            done=_("Se avisó a la organización: ya puede escribir."),
            back=noun.url("row", row),
        ))  # fmt: skip

    return coedit


def _end_view(noun: AnyNoun, declared: CoEdited) -> Callable[..., Any]:
    def end(request: Request, row_id: uuid.UUID, coeditor_id: uuid.UUID) -> HttpResponse:
        row = get_object_or_404(noun.visible_to(request.scope), id=row_id)
        first = get_object_or_404(declared.editors, id=coeditor_id, row_id=row_id, ended_at=None)
        if request.scope.organisation_id not in first.sides:
            raise Http404
        return acts.ask(request, acts.Ask(
            title=_("Terminar la coedición"),
            question=_("¿Terminar la coedición?"),
            text=_("Lo escrito se queda. La otra organización recibe un aviso."),
            button=_("Sí, terminar"),
            act=lambda: coediting.end(noun, row_id, coeditor_id),
            done=_("Terminó la coedición."),
            back=noun.url("row", row),
        ))  # fmt: skip

    return end
