"""The pages of practices besides those of every noun: to review, to answer."""

import uuid

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.texts import LONG
from contratrata.ground.network.public import allow
from contratrata.ground.things.public import FactsForm

from . import operations
from .models import MOVES, PRACTICES, REVIEWERS, RUBRIC, Review
from .rules import may_reply, may_review
from .states import PracticeState


class ReviewForm(acts.OnceForm, FactsForm):
    """A review of the version that was on the screen."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReplyForm(acts.OnceForm):
    """An answer to a review."""

    words = TextField(max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 5}))


@allow(*REVIEWERS)
def review(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Judge a practice of another organisation that waits for it."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    waits = MOVES.state(MOVES.of(row.id).first()) == PracticeState.IN_REVIEW
    if not may_review(request.scope, row) or not waits:
        raise Http404
    name = PRACTICES.questions.fact("name").words(row.name)  # type: ignore[attr-defined]
    return acts.ask(request, acts.Ask(
        title=_("Revisar «%s»") % name,
        lead=RUBRIC.words["lead"],
        form=lambda data: ReviewForm(data, facts=RUBRIC.facts, initial={"read_version": row.version}),
        act=lambda form: operations.review(
            row_id, values=form.values, read_version=form.cleaned_data["read_version"] or 0,
            token=form.cleaned_data["once"],
        ),
        button=_("Enviar la revisión"),
        done=_("Gracias: su revisión llegó a quien la escribió."),
        stands=PRACTICES.url("row", row),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip


@allow(*PRACTICES.writers)
def reply(request: Request, row_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Answer a review of a practice of one's own."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    found = get_object_or_404(Review, id=review_id, practice_id=row_id)
    if not may_reply(request.scope, found, may_edit=PRACTICES.may_edit(request.scope, row)):
        raise Http404

    def form(data: object) -> ReplyForm:
        made = ReplyForm(data)  # type: ignore[arg-type]
        made.fields["words"].label = RUBRIC.words["reply"].here()
        return made

    back = reverse("practices:row", args=[row_id])
    return acts.ask(request, acts.Ask(
        title=_("Responder a una revisión"),
        form=form,
        act=lambda form: operations.reply(
            review_id, words=form.cleaned_data["words"], token=form.cleaned_data["once"]
        ),
        button=_("Responder"),
        done=_("Se envió su respuesta."),
        back=back,
    ))  # fmt: skip
