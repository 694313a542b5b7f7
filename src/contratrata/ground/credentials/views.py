"""What an organisation sees of its credentials: the list, one of them, and the keys it signs with."""

import json
import uuid
from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contratrata.ground.accounts.public import fresh_proof_required
from contratrata.ground.acts.public import Ask, ask, press
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import allow
from contratrata.ground.paper.public import pdf_response
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault import public as vault

from . import badges, certificate, keyring, operations
from .forms import RevokeForm, StolenForm
from .listing import CREDENTIALS, visible_to
from .models import Award, Credential, PublicKey
from .rules import ISSUERS, KEEPERS, REVOKERS
from .states import Part, Reason


@allow(*ISSUERS)
def credentials(request: Request) -> HttpResponseBase:
    """What was certified."""
    waiting = Award.objects.filter(organisation_id=organisation_id(), done__lt=F("total")).order_by(
        "-at", "id"
    )
    around = {"keeps": request.scope.has(*KEEPERS), "waiting": waiting}
    return show_list(request, CREDENTIALS, lambda _page: around)


@require_safe
@allow(*ISSUERS)
def progress(request: Request, award_id: uuid.UUID) -> HttpResponse:
    """How far a signing is, for the page that waits."""
    row = get_object_or_404(Award, id=award_id, organisation_id=organisation_id())
    return render(request, "credentials/progress.html", {"award": row})


@require_POST
@allow(*ISSUERS)
def go_on(request: Request, award_id: uuid.UUID) -> HttpResponse:
    """Go on with a signing that stopped."""
    row = get_object_or_404(Award, id=award_id, organisation_id=organisation_id())
    return press(
        request, lambda: operations.go_on(award_id=row.id), to=reverse("credentials:list"),
        done=_("La firma sigue desde donde quedó."),
    )  # fmt: skip


def _one(request: Request, credential_id: uuid.UUID) -> tuple[Credential, dict[str, str]]:
    """The row and its texts; who was erased has none."""
    row = get_object_or_404(visible_to(request.scope).select_related("award"), id=credential_id)
    sealer = vault.open_subjects([row.subject_id]).get(row.subject_id)
    return row, row.open(sealer) if sealer else dict.fromkeys(row.sealed_columns(), "")


@require_safe
@allow(*ISSUERS)
def one(request: Request, credential_id: uuid.UUID) -> HttpResponse:
    """One credential: whose, how it stands, what its holder shows."""
    row, texts = _one(request, credential_id)
    audit.record("credential.read", kind="credential", subject=row.id)
    context = {
        "row": row,
        "title": texts["name"] or _("Titular que se borró"),
        "rows": _rows(row, texts),
        "may_revoke": row.revoked_at is None and request.scope.has(*REVOKERS),
        "may_send": bool(texts["email"] and row.signed_at and row.revoked_at is None),
    }
    return render(request, "credentials/one.html", context)


def _rows(row: Credential, texts: dict[str, str]) -> list[Row]:
    award, revoked = row.award, ""
    if row.revoked_at:
        reason = str(Reason(row.reason).label) if row.reason else ""
        revoked = " · ".join(filter(None, (moment_words(row.revoked_at), reason, texts["explained"])))
    shown = ", ".join(_SHOWN[Part(part)]() for part in row.shown)
    pairs = [
        (_("Por"), award.name),
        (_("Duración"), badges.extent(award)),
        (_("Evidencia"), texts["evidence"]),
        (_("Acredita"), badges.accreditation(award)),
        (_("Día"), badges.day_words(award.on)),
        (_("Vence"), badges.day_words(award.until)),
        (_("Firmado"), moment_words(row.signed_at) if row.signed_at else award.problem or _("Todavía no")),
        (_("Correo"), texts["email"]),
        (_("Se muestra"), shown or _("Nada: su titular no lo ha decidido")),
        (_("Retirado"), revoked),
    ]
    return [Row(label, value) for label, value in pairs if value]


_SHOWN = {
    Part.PAGE: lambda: _("que es válido"),
    Part.NAME: lambda: _("su nombre"),
    Part.FILE: lambda: _("la credencial"),
}


@require_safe
@allow(*ISSUERS)
def paper(request: Request, credential_id: uuid.UUID) -> HttpResponse:
    """The certificate on paper, for who has no mail."""
    row, texts = _one(request, credential_id)
    if not texts["document"]:
        raise Http404
    content = certificate.pdf(
        certificate.Certificate(row, texts["name"], texts["code"], json.loads(texts["document"]))
    )
    audit.record("credential.downloaded", kind="credential", subject=row.id)
    return pdf_response(content, texts["code"])


@require_POST
@allow(*ISSUERS)
def send_link(request: Request, credential_id: uuid.UUID) -> HttpResponse:
    """A new link for the holder."""
    row, _texts = _one(request, credential_id)
    url = reverse("credentials:one", args=[row.id])
    return press(
        request, lambda: operations.send_link(credential_id=row.id), to=url,
        done=_("Se envió un enlace nuevo. El anterior ya no abre."),
    )  # fmt: skip


@allow(*REVOKERS)
@fresh_proof_required
def revoke(request: Request, credential_id: uuid.UUID) -> HttpResponseBase:
    """Take one back."""
    row, texts = _one(request, credential_id)
    url = reverse("credentials:one", args=[row.id])
    return ask(request, Ask(
        title=_("Retirar el certificado"),
        caption=texts["name"],
        lead=_("Quien lo compruebe verá que se retiró. Su titular recibe un correo."),
        form=RevokeForm,
        act=lambda form: operations.revoke(credential_id=row.id, **form.cleaned_data),
        question=_("¿Retirar este certificado?"),
        text=_("No se puede deshacer: habría que emitir otro."),
        button=_("Sí, retirar"),
        grave=True,
        done=_("El certificado quedó retirado."),
        stands=url,
        back=url,
        back_words=_("El certificado"),
    ))  # fmt: skip


@require_safe
@allow(*KEEPERS)
def signing_keys(request: Request) -> HttpResponse:
    """The keys that sign, former ones too."""
    rows = PublicKey.objects.filter(issuer_id=organisation_id()).order_by("-published_at", "id")
    return render(request, "credentials/keys.html", {"keys": rows, "issuer": badges.did(organisation_id())})


def _ask_key(request: Request, public: str, **asked: Any) -> HttpResponse:
    get_object_or_404(PublicKey, public=public, issuer_id=organisation_id())
    url = reverse("credentials:signing_keys")
    return ask(request, Ask(grave=True, stands=url, back=url, back_words=_("Llaves de firma"), **asked))


@allow(*KEEPERS)
@fresh_proof_required
def rotate(request: Request, public: str) -> HttpResponseBase:
    """Sign with a new key."""
    return _ask_key(
        request, public,
        title=_("Cambiar la llave de firma"),
        act=lambda: keyring.rotate(expected=public),
        question=_("¿Firmar con una llave nueva desde ahora?"),
        text=_("Lo que firmó la anterior sigue siendo válido."),
        button=_("Sí, cambiar"),
        done=_("Desde ahora firma una llave nueva."),
    )  # fmt: skip


@allow(*KEEPERS)
@fresh_proof_required
def stolen(request: Request, public: str) -> HttpResponseBase:
    """Say that somebody else could use a key."""
    return _ask_key(
        request, public,
        title=_("Declarar robada una llave"),
        lead=_("Lo que su organización firmó con ella se firma de nuevo con otra, y así lo descarga cada titular."),
        form=StolenForm,
        act=lambda form: keyring.declare_stolen(public=public, **form.cleaned_data),
        question=_("¿Declarar robada esta llave?"),
        text=_("No se puede deshacer."),
        button=_("Sí, declararla robada"),
        done=_("La llave quedó declarada robada. Lo emitido se está firmando de nuevo."),
    )  # fmt: skip
