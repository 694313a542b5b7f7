"""The pages of practices besides those of every noun: to review, to answer, to ask for a review or to decline it."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.kinds.public import choose
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import OTHERS, allow

from . import calling, operations
from .models import MOVES, PRACTICES, REVIEWERS, RUBRIC, Practice, Review
from .rules import may_reply, may_review
from .sent import changes, versions_of
from .states import PracticeState


class ReviewForm(acts.NewFactsForm):
    """A review of the version that was on the screen."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@allow(*REVIEWERS)
def review(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Judge a practice of another organisation that waits for it."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    waits = MOVES.state(MOVES.of(row.id).first()) == PracticeState.IN_REVIEW
    if not may_review(request.scope, row) or not waits:
        raise Http404
    name = PRACTICES.title(row)
    return acts.ask(request, acts.Ask(
        title=_("Revisar «%s»") % name,
        lead=RUBRIC.words["lead"],
        template="practices/review.html",
        context=_before(request, row),
        form=lambda data: ReviewForm(data, facts=RUBRIC.facts, initial={"read_version": row.version}),
        act=lambda form: operations.review(
            row_id, read_version=form.cleaned_data["read_version"] or 0, **form.sent
        ),
        button=_("Enviar la revisión"),
        done=_("Gracias: su revisión llegó a quien la escribió."),
        stands=PRACTICES.url("row", row),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip


def _before(request: Request, row: Practice) -> dict[str, Any]:
    """What stands above the form: until when it is asked for, and what changed since one's organisation read it."""
    owed = calling.owed_by(row, request.scope)
    former = [one for one in versions_of(row.id) if one < row.version]
    read = Review.objects.filter(organisation_id=organisation_id(), practice_id=row.id)
    last = read.order_by("-practice_version").values_list("practice_version", flat=True).first()
    return {
        "due": owed.due if owed else None,
        "changes": changes(row, last) if last in former else [],
        "row_url": PRACTICES.url("row", row),
        "decline_url": reverse("practices:decline", args=[row.id]) if owed else "",
    }


class CallForm(acts.OnceForm):
    """Which organisation is asked, and in how many days."""

    reviewer = forms.TypedChoiceField(
        label=_l("¿A qué organización?"), coerce=uuid.UUID, empty_value=None, required=False
    )
    days = forms.TypedChoiceField(
        label=_l("¿En cuántos días?"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: Any, *, offer: Offer) -> None:
        super().__init__(data, initial={"days": calling.DAYS[1]})
        offer.into(self, "reviewer", "—")
        days = [(n, ngettext("%(n)s día", "%(n)s días", n) % {"n": n}) for n in calling.DAYS]
        choose(self, "days", days)

    def clean_reviewer(self) -> uuid.UUID:
        """The organisation; none was chosen: one that does not exist, which the operation refuses."""
        return self.cleaned_data["reviewer"] or uuid.UUID(int=0)


@allow(*PRACTICES.publishers)
def call(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Ask another organisation to judge what waits for it, until a day."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    if not calling.may_call(request.scope, row):
        raise Http404
    without = {str(row.organisation_id), *(str(one.reviewer_id) for one in calling.asked_of(row))}
    return acts.ask(request, acts.Ask(
        title=_("Pedir una revisión"),
        lead=_("Le llegará un aviso, y otro tres días antes. Puede decir que no."),
        form=lambda data: CallForm(data, offer=Offer(OTHERS, request.scope, frozenset(without))),
        act=lambda form: calling.call(
            row, form.cleaned_data["reviewer"], days=form.cleaned_data["days"] or 0, **form.sent
        ),
        button=_("Pedirla"),
        done=_("Se pidió la revisión."),
        stands=PRACTICES.url("row", row),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip


class DeclineForm(forms.Form):
    """Why one's organisation will not judge."""

    conflict = forms.BooleanField(
        label=_l("Es por un conflicto de interés con la práctica o con quien la escribió."), required=False
    )


@allow(*REVIEWERS)
def decline(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Say that one's organisation will not judge what it is asked for."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    if calling.owed_by(row, request.scope) is None:
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("No revisarla"),
        lead=_("La coordinación lo sabrá y buscará a otra organización."),
        form=DeclineForm,
        act=lambda form: calling.decline(row, conflict=form.cleaned_data["conflict"]),
        button=_("No la revisaremos"),
        done=_("Se avisó a la coordinación."),
        stands=PRACTICES.url("row", row),
        back=PRACTICES.url("row", row),
    ))  # fmt: skip


@allow(*PRACTICES.writers)
def reply(request: Request, row_id: uuid.UUID, review_id: uuid.UUID) -> HttpResponse:
    """Answer a review of a practice of one's own."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    first = get_object_or_404(Review, id=review_id, practice_id=row_id)
    if not may_reply(request.scope, first, may_edit=PRACTICES.may_edit(request.scope, row)):
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Responder a una revisión"),
        form=lambda data: acts.WordsForm(data, label=RUBRIC.words["reply"].here()),
        act=lambda form: operations.reply(review_id, **form.sent),
        button=_("Responder"),
        done=_("Se envió su respuesta."),
        back=reverse("practices:row", args=[row_id]),
    ))  # fmt: skip
