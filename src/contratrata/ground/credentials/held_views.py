"""The holder's own page, for whoever has her link: what is shown to others, and the certificate to take along."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from contratrata.ground.acts.public import attempt
from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault

from . import capabilities, certificate, operations
from .forms import ShowForm
from .models import Credential

_READS, _ACTS = (120, 3600), (30, 3600)


class Held(NamedTuple):
    """A credential opened for its holder."""

    row: Credential
    name: str
    code: str
    document: str


@contextmanager
def _opened(token: str) -> Iterator[Held]:
    """What a link leads to, acting as the organisation that issued it. Raises `Http404`."""
    values = None if capabilities.code_in(token) else capabilities.opened(token)
    organisation = Organisation.objects.filter(id=values["organisation"]).first() if values else None
    if values is None or organisation is None:
        raise Http404
    with acting(job_scope(organisation)):
        mine = Credential.objects.filter(organisation_id=organisation.id).select_related("award")
        row = mine.filter(id=uuid.UUID(values["credential"])).first()
        if row is None or row.link_id != capabilities.place_of(token).id:
            raise Http404
        try:
            texts = row.open(vault.open_subject(row.subject_id), "name", "code", "document")
        except Shredded:
            raise Http404 from None
        yield Held(row, **texts)


@secret_page(reads=_READS, acts=_ACTS)
def held(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Her certificate, and what others see of it."""
    with _opened(token) as one:
        form = ShowForm(request.POST if request.method == "POST" else None, initial={"parts": one.row.shown})
        if attempt(form, lambda: operations.show(credential_id=one.row.id, parts=form.cleaned_data["parts"])):
            return redirect("credentials:held", language, token)
        context = {"one": one, "award": one.row.award, "form": form, "language": language, "token": token}
        return render(request, "credentials/held.html", context)


@secret_page(reads=_READS)
def held_file(request: HttpRequest, language: str, token: str, form: str) -> HttpResponse:
    """The certificate as PDF, the credential as JSON or baked into a picture."""
    with _opened(token) as one:
        chosen = certificate.FORMS.get(form)
        if chosen is None or not one.document:
            raise Http404
        content = chosen.content(
            certificate.Certificate(one.row, one.name, one.code, json.loads(one.document))
        )
    response = HttpResponse(content, content_type=chosen.content_type)
    response["Content-Disposition"] = f'attachment; filename="{one.code}.{form}"'
    return response
