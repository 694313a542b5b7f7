"""The pages of co-editing: to ask another organisation in, and to end it."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow

from . import coediting
from .models import PRACTICES, CoEditor, Practice


class InviteForm(acts.OnceForm):
    """Which organisation is asked in; one that writes it already may be sent again, which is said."""

    editor = forms.ChoiceField(
        label=_l("¿Qué organización la escribirá con la suya?"),
        error_messages={"required": _l("Elija la organización.")},
    )

    def __init__(self, data: Any, *, practice: Practice) -> None:
        super().__init__(data)
        coediting.offered(practice, again=data is not None).into(self, "editor", "—")


@allow(*PRACTICES.writers)
def coedit(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Ask another organisation to write a practice of one's own too."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    if not PRACTICES.owns(request.scope, row):
        raise Http404
    back = PRACTICES.url("row", row)
    return acts.ask(request, acts.Ask(
        title=_("Escribirla con otra organización"),
        lead=_("Podrá cambiar lo que dice la práctica. Enviarla a revisión, quitarla e invitar a otras queda con "
               "la suya. Quien escribe ya no la revisa, tampoco después."),
        form=lambda data: InviteForm(data, practice=row),
        act=lambda form: coediting.invite(
            row_id, editor_id=uuid.UUID(form.cleaned_data["editor"]), **form.sent
        ),
        button=_("Invitar"),
        done=_("Se avisó a la organización: ya puede escribir."),
        back=back,
    ))  # fmt: skip


@allow(*PRACTICES.writers)
def end(request: Request, row_id: uuid.UUID, coeditor_id: uuid.UUID) -> HttpResponse:
    """End the co-editing, by either side."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    first = get_object_or_404(CoEditor, id=coeditor_id, practice_id=row_id, ended_at=None)
    if request.scope.organisation_id not in (first.organisation_id, first.editor_organisation_id):
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Terminar la coedición"),
        question=_("¿Terminar la coedición?"),
        text=_("Lo escrito se queda. La otra organización recibe un aviso."),
        button=_("Sí, terminar"),
        act=lambda: coediting.end(row_id, coeditor_id),
        done=_("Terminó la coedición."),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip
