"""By her own link: her certificate on paper, and once more the link of its page."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contratrata.ground.acts.public import attempt
from contratrata.ground.audit import public as audit
from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import public as credentials
from contratrata.knowledge.registrations.public import Own, own_of

from .models import Certified

_READS, _ACTS = (120, 3600), (10, 3600)


def _certified(token: str) -> tuple[Own, Certified]:
    """Her registration and what she was certified; a link without either is the page of what does not exist."""
    mine = own_of(token)
    if mine is None:
        raise Http404
    with acting(mine.scope):
        row = Certified.objects.filter(event_id=mine.row.event_id, registration_id=mine.row.id).first()
    if row is None:
        raise Http404
    return mine, row


@secret_page(reads=_READS)
def paper(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Her certificate as PDF, in the language in which she registered."""
    mine, row = _certified(token)
    with acting(mine.scope):
        if credentials.Credential.objects.filter(id=row.credential_id).exclude(revoked_at=None).exists():
            raise Http404
        content = credentials.paper_of(row.credential_id)
    if content is None:
        raise Http404
    response = HttpResponse(content[0], content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{content[1]}.pdf"'
    return response


@secret_page(reads=_READS, acts=_ACTS)
def link(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Mail her the link of the page where she decides what is shown; a former link opens nothing any more."""
    mine, row = _certified(token)
    back = reverse("registrations:own", args=[language, token])
    if request.method != "POST":
        return redirect(back)
    form = forms.Form(request.POST)

    def send() -> None:
        credentials.send_link(credential_id=row.credential_id)
        audit.record("attendance.link_asked", kind="events", subject=mine.row.event_id)

    with acting(mine.scope):
        attempt(form, send)
    context = {"language": language, "back": back, "title": mine.happening.title(language), "form": form}
    return render(request, "attendance/link_sent.html", context)
