"""The pages: the list, one expert and the letter to her, one's own yes, and an exchange."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow, organisation_names
from contratrata.ground.things.public import FactsForm, from_row
from contratrata.ground.things.public import rows as fact_rows

from . import operations
from .listing import EXPERTS, lines_of
from .models import QUESTIONS
from .queries import listed, names, own, thread


def letter_form(data: Any) -> acts.WordsForm:
    """What one writes."""
    return acts.WordsForm(
        data,
        label=_("Su mensaje"),
        help_text=_("Verá su nombre y su organización. No escriba sobre ninguna víctima."),
        most=operations.MOST,
    )


class ConsentForm(FactsForm):
    """What one says of oneself, and the yes."""

    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = QUESTIONS.words["consent"].here()


@allow(*Role)
def experts(request: Request) -> HttpResponseBase:
    """Who offers to be asked."""
    mine = own(request.scope)
    return show_list(request, EXPERTS, lambda _page: {"mine": mine, "mine_url": reverse("roster:mine")})


@allow(*Role)
def expert(request: Request, expert_id: uuid.UUID) -> HttpResponse:
    """One of them, and the letter to her."""
    row = get_object_or_404(listed(request.scope), id=expert_id)
    line = lines_of(request.scope, [row])[0]
    rows = fact_rows(QUESTIONS.facts, from_row(QUESTIONS.facts, row), all_facts=False)
    if row.user_id == request.scope.user_id:
        return render(request, "roster/own.html", {"line": line, "rows": rows})
    return acts.ask(request, acts.Ask(
        title=line.name,
        sub=line.organisation,
        form=letter_form,
        act=lambda form: operations.write(row.id, **form.sent),
        button=_("Enviar"),
        done=_("Se envió. Si responde, recibirá un aviso."),
        to=lambda letter: reverse("roster:letter", args=[letter.thread_id]),
        stands=reverse("roster:experts"),
        back=reverse("roster:experts"),
        back_words=QUESTIONS.title.here(),
        template="roster/expert.html",
        context={"rows": rows},
    ))  # fmt: skip


@allow(*Role)
def mine(request: Request) -> HttpResponse:
    """One's own yes: given, changed, or given anew when its words changed."""
    row = own(request.scope)
    back, title = reverse("roster:experts"), QUESTIONS.title.here()
    if row is None:
        return acts.ask(request, acts.Ask(
            title=_("Ofrecerse a responder"),
            lead=_("Lo decide usted. Nadie puede ponerla en el directorio en su lugar."),
            form=lambda data: ConsentForm(data, facts=QUESTIONS.facts),
            act=lambda form: operations.consent(values=form.values, agreed=form.cleaned_data["agreed"]),
            button=_("Que me vean"),
            done=_("Ya la ven en el directorio."),
            back=back, back_words=title,
        ))  # fmt: skip
    return acts.ask(request, acts.Ask(
        title=_("Lo que dice de usted"),
        of=row,
        form=lambda data: acts.FactsEditForm(
            data, facts=QUESTIONS.facts, initial_values=from_row(QUESTIONS.facts, row)
        ),
        act=lambda form: operations.change(**form.sent),
        back=back, back_words=title,
        template="roster/mine.html",
        context={
            "consent": QUESTIONS.words["consent"].here(),
            "row": row,
            "former": row.consent_version != QUESTIONS.version,
            "withdraw_url": reverse("roster:withdraw"),
        },
    ))  # fmt: skip


@allow(*Role)
def withdraw(request: Request) -> HttpResponse:
    """Take one's yes back."""
    if own(request.scope) is None:
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Retirarse del directorio"),
        question=_("¿Retirarse?"),
        text=_("Deja de verse en este momento y se borra lo que dijo de usted. Los mensajes se quedan."),
        button=_("Sí, retirarme"),
        act=operations.withdraw,
        done=_("Ya no está en el directorio."),
        back=reverse("roster:experts"),
    ))  # fmt: skip


@allow(*Role)
def letter(request: Request, letter_id: uuid.UUID) -> HttpResponse:
    """An exchange between two persons, and the answer of one of them."""
    letters = thread(letter_id)
    if not letters:
        raise Http404
    people = names(one.from_id for one in letters)
    houses = organisation_names(one.organisation_id for one in letters)
    lines = [(one, people.get(one.from_id, ""), houses.get(one.organisation_id, "")) for one in letters]
    here = reverse("roster:letter", args=[letter_id])
    return acts.ask(request, acts.Ask(
        title=_("Mensajes"),
        form=letter_form,
        act=lambda form: operations.answer(letters[0].id, **form.sent),
        button=_("Responder"),
        done=_("Se envió su respuesta."),
        to=here,
        back=reverse("roster:experts"),
        back_words=QUESTIONS.title.here(),
        template="roster/letter.html",
        context={"said_letters": lines},
    ))  # fmt: skip
