"""The pages: the public form, and what the coordination reads and answers."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base.anonymous import public_act
from contratrata.ground.base.request import Request
from contratrata.ground.codes.public import country_name
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault import public as vault

from . import operations
from .forms import AnswerForm, JoinForm
from .listing import REQUESTS, visible_to
from .states import Answer

#: So many requests from one place in an hour: an office where several write gets through, a machine does not.
MOST, SECONDS = 5, 3600


@public_act(most=MOST, seconds=SECONDS)
def join(request: HttpRequest, language: str) -> HttpResponse:
    """How an organisation joins, what it takes on, and the form that reaches the coordination."""
    form = JoinForm(request.POST if request.method == "POST" else None)

    def send() -> None:
        operations.ask_to_join(values=form.values, language=language)

    template = "joining/sent.html" if acts.attempt(form, send) else "joining/join.html"
    return render(request, template, {"form": form, "language": language})


@allow(Role.COORDINATION)
def requests(request: Request) -> HttpResponseBase:
    """Who asks to join."""
    return show_list(request, REQUESTS)


@allow(Role.COORDINATION)
def one(request: Request, request_id: uuid.UUID) -> HttpResponse:
    """One request as it was written, and the answer to it."""
    row = get_object_or_404(visible_to(request.scope), id=request_id)
    texts = row.open(vault.ring().drafts())
    back = reverse("joining:requests")
    audit.record("joining.read", kind="joining", subject=row.id)
    rows = [
        Row(_("País"), country_name(row.country)),
        Row(_("Con quién hablar"), texts["contact"]),
        Row(_("Correo"), texts["email"]),
        Row(_("Qué hace y por qué"), texts["text"]),
        Row(_("Escribió"), moment_words(row.at)),
    ]
    if row.answer != Answer.WAITING:
        rows.append(Row(_("Respuesta"), str(Answer(row.answer).label)))
    context = {"rows": rows, "title": texts["name"], "back": back, "row": row}
    if row.answer != Answer.WAITING and request.method != "POST":
        return render(request, "joining/answered.html", context)
    return acts.ask(request, acts.Ask(
        title=texts["name"],
        form=AnswerForm,
        act=lambda form: operations.answer(row.id, answer=form.cleaned_data["answer"]),
        button=_("Responder"),
        done=_("Se le avisó por correo."),
        to=lambda done: reverse("network:invite_organisation") if done.answer == Answer.INVITED else back,
        draft=None,  # one of three, nothing is typed
        stands=reverse("joining:request", args=[row.id]),
        back=back,
        back_words=_("Quién pide unirse"),
        template="joining/request.html",
        context=context,
    ))  # fmt: skip
