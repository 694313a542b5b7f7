"""The page of who took part: to read a draft by her link, to say what is missing, to validate it."""

import uuid
from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.texts import LONG

from . import validating
from .models import Published
from .parts import written_in
from .published import Document, document_of, page_url

#: So many sendings from one place in an hour: a room where many read gets through, a machine does not.
MOST, SECONDS = 120, 3600


class CommentForm(forms.Form):
    """What she says, of the whole or of a part; the same sending twice is one."""

    part = forms.ChoiceField(label=_l("¿De qué parte?"), required=False)
    words = TextField(
        label=_l("¿Qué falta, sobra o no fue así?"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("Nadie sabrá que lo escribió usted. No nombre a ninguna víctima ni diga dónde está un albergue."),
    )  # fmt: skip
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object, parts: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"once": uuid.uuid4()})  # type: ignore[arg-type]
        vars(self.fields["words"])["needed"] = True
        cast("forms.ChoiceField", self.fields["part"]).choices = [("", _("De todo el documento")), *parts]


@secret_page(reads=(MOST * 10, SECONDS), acts=(MOST, SECONDS))
def read(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """The draft, while it may be read; then, that the time is over. A link that opens nothing is no page."""
    opened = validating.find(token)
    if opened is None:
        raise Http404
    with acting(opened.scope):
        document = document_of(opened.row) if opened.is_open else None
        titles = [(str(one.row.id), one.title) for one in written_in(opened.row.id)] if document else []
    form = CommentForm(request.POST if "words" in request.POST else None, titles)
    notice = ""
    if request.method == "POST":
        try:
            notice = _act(request, opened, form)
            if notice:
                form = CommentForm(None, titles)
        except DomainError as error:
            if form.is_bound:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                notice = error.message
        opened = validating.find(token) or opened
    return render(request, "systematisations/read.html", _context(opened, document, form, notice, language))


def _act(request: HttpRequest, opened: validating.Opened, form: CommentForm) -> str:
    """Do what was sent; what is said of it, or nothing when the form is wrong. Raises `DomainError`."""
    if not form.is_bound:
        validating.validate_by_link(opened)
        return _("Gracias: queda validada por usted.")
    if not form.is_valid():
        return ""
    part, once = form.cleaned_data["part"], form.cleaned_data["once"]
    validating.comment_by_link(
        opened, words=form.cleaned_data["words"], part_id=uuid.UUID(part) if part else None, token=once
    )
    return _("Gracias: su observación llegó a quienes la escriben.")


def _context(
    opened: validating.Opened, document: Document | None, form: CommentForm, notice: str, language: str
) -> dict[str, object]:
    number = Published.objects.filter(row_id=opened.row.id).values_list("number", flat=True).first()
    return {
        "document": document,
        "form": form,
        "notice": notice,
        "until": opened.round.until,
        "validated": opened.reader.validated_at is not None,
        "public_url": page_url(language, number) if number else "",
        "language": language,
    }
