"""Consentimiento: the list, giving one as a sentence that is read aloud before it is kept, taking it back."""

import dataclasses
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.network.public import Role, allow, organisation_names, organisations_visible_to

from .. import checks, operations, sentences
from ..forms.base import OnceForm
from ..forms.consent import DutyForm, OwnConsentForm, ShareConsentForm
from ..models import Consent
from .page import File, case_url, frame, open_file, sent, writable

#: What it means that she took a permission back, by its purpose.
_WITHDRAWN = {
    "referral": _l("Retirado. Lo que se compartía con este consentimiento ya no se ve."),
    "assistance": _l("Retirado. Si ya no quiere ayuda, el caso puede cerrarse y sus datos borrarse."),
    "": _l("Retirado. Desde ahora consta que ya no lo permite."),
}
#: What the operations call otherwise than the form.
_FIELDS = {"aims": "services_0", "told": "given_by"}


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One of the three ways to a consent."""

    title: Any
    form: type[OnceForm]
    shares: bool
    asks: bool


KINDS = {
    "permiso": Kind(_l("Registrar lo que permite"), OwnConsentForm, shares=False, asks=True),
    "compartir": Kind(_l("Permitir que se comparta"), ShareConsentForm, shares=True, asks=True),
    "obligacion": Kind(_l("Deber legal sin consentimiento"), DutyForm, shares=True, asks=False),
}


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def consents(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """What she permits, as sentences; withdrawing is always in sight."""
    file = open_file(request, case_id, "consents")
    rows = Consent.objects.filter(case=file.case).order_by("-at", "id")
    said = sentences.said(rows, organisation=organisation_of(request).name, sealer=file.sealer)
    return render(
        request,
        "cases/consents.html",
        frame(file, "")
        | {"holding": [one for one in said if not one.over], "over": [one for one in said if one.over]},
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def give(request: Request, case_id: uuid.UUID, kind: str) -> HttpResponse:
    """First the choices; then the sentence they make, to be read to her; then it is kept."""
    way = KINDS.get(kind)
    if way is None:
        raise Http404
    file = open_file(request, case_id, f"consent_{kind}")
    writable(file, "give_consent")
    form = _form(request, file, way)
    sentence = ""
    if request.method == "POST" and "cambiar" not in request.POST and form.is_valid():
        told = form.told()  # type: ignore[attr-defined]
        if "confirmar" in request.POST:
            try:
                with transaction.atomic():
                    operations.give_consent(case_id, told=told, once=form.cleaned_data["once"])
            except DomainError as error:
                form.put(error, _FIELDS)
            else:
                messages.success(request, _("Registrado."))
                return redirect(case_url(case_id, "consents"))
        else:
            sentence = _sentence(request, told)
    elif "cambiar" in request.POST:
        form = _form(request, file, way, judged=False)
    shown = {
        "form": form,
        "title": way.title,
        "asks": way.asks,
        "sentence_said": sentence,
        "how": sentences.how_words(form.told(), form.told().witness) if sentence and way.asks else "",  # type: ignore[attr-defined]
        "carried": carried(request) if sentence else [],
        "minor": minor(file) is Answer.YES,
        "back_url": case_url(case_id, "consents"),
    }
    return render(request, "cases/consent_form.html", frame(file, "") | shown)


def _form(request: Request, file: File, way: Kind, *, judged: bool = True) -> OnceForm:
    options: dict[str, Any] = {"minor": minor(file)} if way.asks else {}
    if way.shares:
        scope = request.scope
        rows = organisations_visible_to(scope).exclude(id=organisation_of(request).id).order_by("name", "id")
        options["organisations"] = rows.values_list("id", "name")
    form = way.form(sent(request), **options)
    if not judged:
        form.unjudged()
    return form


def _sentence(request: Request, told: Any) -> str:
    names = organisation_names([told.recipient_id]) if told.recipient_id else {}
    return sentences.sentence(
        told,
        organisation=organisation_of(request).name,
        recipient=names.get(told.recipient_id, ""),
    )


def carried(request: Request) -> list[tuple[str, str]]:
    """What was chosen, to go along unseen with the confirmation."""
    skipped = ("csrfmiddlewaretoken", "confirmar", "cambiar")
    return [(n, str(v)) for n in request.POST for v in request.POST.getlist(n) if n not in skipped]


def minor(file: File) -> Answer:
    """Whether she is under 18 today, as far as is known."""
    person = file.case.person
    age = checks.age_today(
        file.texts.get("birth_date", ""), person.age_years, person.age_on, estimated=person.age_estimated
    )
    return age.is_minor if age else Answer.UNKNOWN


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def withdraw(request: Request, case_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """She takes it back: says what that does, then it holds at once."""
    file = open_file(request, case_id)
    row = get_object_or_404(Consent, id=consent_id, case=file.case, withdrawn_at__isnull=True)
    refused = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                operations.withdraw_consent(consent_id)
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, _WITHDRAWN.get(row.purpose, _WITHDRAWN[""]))
            return redirect(case_url(case_id, "consents"))
    name = organisation_of(request).name
    said = sentences.said([row], organisation=name, sealer=file.sealer)[0]
    names = organisation_names([row.recipient_id]) if row.recipient_id else {}
    return render(
        request,
        "cases/withdraw.html",
        frame(file, "")
        | {
            "said": said,
            "refused": refused,
            "recipient": names.get(row.recipient_id, "") if row.recipient_id else "",
            "back_url": case_url(case_id, "consents"),
        },
    )
