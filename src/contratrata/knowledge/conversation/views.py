"""The pages of a conversation."""

import contextlib
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.knowledge.practices.public import PRACTICES, standing

from . import operations, reading
from .models import EDIT_MINUTES, Post, Reason
from .rules import MEMBERS, MODERATORS, may_edit, may_report

_HELP = _l("Lo leen los miembros de la red, nadie más. No nombre a ninguna persona ni diga dónde está un albergue. "
           "Una línea vacía separa párrafos, «- » empieza un punto de lista, y un enlace se escribe "
           "[palabras](https://…).")  # fmt: skip
_ASKED: dict[str, Any] = {"label": _l("Su mensaje"), "help_text": _HELP}


class EditForm(acts.VersionForm):
    """A post that is changed."""

    hide_optional = True
    words = acts.words_field(**_ASKED)


class ReasonForm(forms.Form):
    """Why a post is reported or hidden."""

    hide_optional = True
    reason = forms.ChoiceField(
        label=_l("¿Por qué?"), choices=Reason.choices, widget=forms.RadioSelect, required=False
    )


@allow(*MEMBERS)
def thread(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The conversation under a practice that passed its review, and the form to take part."""
    row = get_object_or_404(standing(request.scope), id=row_id)
    name = PRACTICES.title(row)
    url = reverse("conversation:thread", args=[row.id])
    return acts.ask(request, acts.Ask(
        title=_("Conversación"),
        caption=name,
        form=lambda data: acts.WordsForm(data, **_ASKED),
        act=lambda form: operations.post(row_id, **form.sent),
        button=_("Publicar para los miembros"),
        done=_("Se publicó para los miembros de la red. Puede cambiarlo durante %(n)s minutos.") % {"n": EDIT_MINUTES},
        to=url,
        frame=lambda: _page(request, row_id, url),
        template="conversation/thread.html",
        back=PRACTICES.url("row", row),
        back_words=name,
    ))  # fmt: skip


def _page(request: Request, row_id: uuid.UUID, url: str) -> dict[str, Any]:
    before = None
    with contextlib.suppress(ValueError):  # an address that nobody made begins with the last ones
        before = uuid.UUID(request.GET.get("antes", ""))
    output, more = reading.thread(request.scope, row_id, before=before)
    return {
        "said": output,
        "hidden": reading.hidden_of(row_id),
        "newest": url if before else "",
        "older": f"{url}?antes={output[-1].id}" if more else "",
    }


def _post(request: Request, post_id: uuid.UUID) -> Post:
    row = get_object_or_404(Post, id=post_id)
    if not standing(request.scope).filter(id=row.practice_id).exists():
        raise Http404
    return row


def _back(post: Post) -> str:
    return reverse("conversation:thread", args=[post.practice_id])


@allow(*MEMBERS)
def edit(request: Request, post_id: uuid.UUID) -> HttpResponse:
    """Change what one wrote a moment ago."""
    result = _post(request, post_id)
    if not may_edit(request.scope, result):
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Cambiar su mensaje"),
        of=result,
        form=lambda data: EditForm(data, initial={"words": result.words}),
        act=lambda form: operations.change(post_id, words=form.cleaned_data["words"], **form.sent),
        back=_back(result),
    ))  # fmt: skip


@allow(*MEMBERS)
def report(request: Request, post_id: uuid.UUID) -> HttpResponse:
    """Tell the moderation of a post."""
    result = _post(request, post_id)
    if not may_report(request.scope, result):
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Avisar a la moderación"),
        lead=_("Lo verá la coordinación de la red. Quien lo escribió no sabrá quién avisó."),
        form=ReasonForm,
        draft=None,  # nothing is typed
        act=lambda form: operations.report(post_id, reason=form.cleaned_data["reason"]),
        button=_("Avisar"),
        done=_("Gracias: la moderación lo verá."),
        back=_back(result),
    ))  # fmt: skip


@allow(*MODERATORS)
def hide(request: Request, post_id: uuid.UUID) -> HttpResponse:
    """Hide a post, and say why."""
    result = _post(request, post_id)
    return acts.ask(request, acts.Ask(
        title=_("Ocultar un mensaje"),
        lead=_("Nadie más que la moderación lo leerá. La organización que lo escribió sabrá por qué."),
        form=ReasonForm,
        draft=None,  # nothing is typed
        act=lambda form: operations.hide(post_id, reason=form.cleaned_data["reason"]),
        button=_("Ocultarlo"),
        done=_("Se ocultó."),
        stands=_back(result),
        back=_back(result),
    ))  # fmt: skip


@allow(*MODERATORS)
def show(request: Request, post_id: uuid.UUID) -> HttpResponse:
    """Let a post stand that was reported or hidden."""
    result = _post(request, post_id)
    return acts.ask(request, acts.Ask(
        title=_("Dejar a la vista"),
        text=_("Los miembros lo leerán, y los avisos que había quedan atendidos."),
        button=_("Sí, dejarlo a la vista"),
        act=lambda: operations.show(post_id),
        done=_("Está a la vista."),
        back=_back(result),
    ))  # fmt: skip
