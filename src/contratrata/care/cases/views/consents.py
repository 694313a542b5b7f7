"""Consentimiento: the list, giving one as a sentence that is read aloud before it is kept, taking it back."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from contratrata.ground.base.answers import Answer
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.network.public import Role, allow, organisation_names

from .. import operations, sentences
from ..file.values import age_of
from ..forms.consent import ConsentForm
from ..inputs import NewConsent
from ..models import Consent
from .page import File, ask_on, case_url, frame, open_file, writable

#: What it means that she took a permission back, by its purpose.
_WITHDRAWN = {
    "referral": _l(
        "Retirado. Lo que se compartía ya no se ve. Un caso propio que la persona permitió allí sigue hasta que "
        "lo retire allí."
    ),
    "assistance": _l("Retirado. Si ya no quiere ayuda, el caso puede cerrarse y sus datos borrarse."),
    "": _l("Retirado. Desde ahora consta que ya no lo permite."),
}
#: What the operations call otherwise than the form.
_FIELDS = {"told": "given_by"}


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One of the three ways to a consent."""

    title: Any
    key: str
    asks: bool


KINDS = {
    "permiso": Kind(_l("Registrar lo que permite"), "own", asks=True),
    "compartir": Kind(_l("Permitir que se comparta"), "share", asks=True),
    "obligacion": Kind(_l("Deber legal sin consentimiento"), "duty", asks=False),
}


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def consents(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """What she permits, as sentences; withdrawing is always in sight."""
    file = open_file(request, case_id, "consents")
    rows = Consent.objects.filter(case=file.case).order_by("-at", "id")
    words = _sentence(request, file, rows)
    return render(
        request,
        "cases/consents.html",
        frame(file, "")
        | {"holding": [one for one in words if not one.over], "over": [one for one in words if one.over]},
    )


def _sentence(request: Request, file: File, rows: Iterable[Consent]) -> list[sentences.ConsentLine]:
    return sentences.consent_lines(rows, organisation=organisation_of(request).name, sealer=file.sealer)


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def give(request: Request, case_id: uuid.UUID, kind: str) -> HttpResponse:
    """First the choices; then the sentence they make, to be read to the person; then it is kept."""
    way = KINDS.get(kind)
    if way is None:
        raise Http404
    file = writable(open_file(request, case_id, f"consent_{kind}"), "give_consent")
    return ask_on(
        request,
        file,
        title=way.title,
        button=_("Ver la frase"),
        form=lambda data: ConsentForm(data, key=way.key, minor=minor(file)),
        review=lambda form: _review(request, way, form.to_values()),
        act=lambda form: operations.give_consent(
            case_id, new=form.to_values(), once=form.cleaned_data["once"]
        ),
        names=_FIELDS,
        done=_("Registrado."),
        back=case_url(case_id, "consents"),
        template="cases/consent_form.html",
        context={"asks": way.asks, "minor": minor(file) is Answer.YES, "sentence_said": "", "how": ""},
    )


def _review(request: Request, way: Kind, consent: NewConsent) -> dict[str, str]:
    """The sentence as it is read aloud, and how it is given."""
    names = organisation_names([consent.recipient_id]) if consent.recipient_id else {}
    sentence = sentences.sentence(
        consent,
        organisation=organisation_of(request).name,
        recipient=names.get(consent.recipient_id, "") if consent.recipient_id else "",
    )
    how = sentences.how_words(consent, consent.witness) if way.asks else ""
    return {"sentence_said": sentence, "how": how}


def minor(file: File) -> Answer:
    """Whether the person is under 18 today, as far as is known."""
    age = age_of(file.values, file.case.person)
    return age.is_minor if age else Answer.UNKNOWN


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def withdraw(request: Request, case_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """The person takes it back: says what that does, then it holds at once."""
    file = open_file(request, case_id)
    row = get_object_or_404(Consent, id=consent_id, case=file.case, withdrawn_at__isnull=True)
    return ask_on(
        request,
        file,
        title=_("Retirar un consentimiento"),
        question=_("¿Retirarlo?"),
        text=_what_ends(row),
        button=_("Sí, retirarlo"),
        grave=True,
        act=lambda: operations.withdraw_consent(consent_id),
        done=_WITHDRAWN.get(row.purpose, _WITHDRAWN[""]),
        back=case_url(case_id, "consents"),
        template="cases/withdraw.html",
        context={"said": _sentence(request, file, [row])[0]},
    )


def _what_ends(row: Consent) -> str:
    if not row.recipient_id:
        return _("Vale desde este mismo momento. El consentimiento queda a la vista como retirado.")
    name = organisation_names([row.recipient_id]).get(row.recipient_id, "")
    return _(
        "%(name)s dejará de ver lo compartido en este mismo momento, y se le avisará. Lo que ya leyó no se puede "
        "deshacer. Si la persona le permitió abrir un caso propio, ese caso sigue hasta que ella lo retire allí; "
        "si ya no se lo permite, lo que llegó se quita en 14 días."
    ) % {"name": name}
