"""What is done with credentials: issued, sent again, revoked, shown by their holder, forgotten."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once as one_act
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import locked
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import organisation_id, required, user_id
from contratrata.ground.base.translated import Translated
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault

from . import copies, events, jobs, keyring, proofs, rules  # noqa: F401  (declares the events)
from .badges import Holder
from .mails import READY, REVOKED
from .models import Award, Credential, Door
from .signing import link_to, path_of
from .states import Kind, Part, Reason

#: So many credentials at most are issued by one act.
MOST = 5000
_AT_ONCE = 500


class What(TypedDict, total=False):
    """What is certified: the columns of `Award`."""

    kind: Kind
    name: Translated
    detail: Translated
    topics: Translated
    hours: int | None
    programme: str
    place: str
    accredited_by: str
    credits: str
    signers: Sequence[tuple[str, str]]
    on: dt.date
    until: dt.date | None
    about_kind: str
    about_id: uuid.UUID | None


def award(holders: Sequence[Holder], *, once: uuid.UUID | None = None, **what: Unpack[What]) -> Award:
    """Issue a credential to each of these; a job signs them and sends the links. The same `once` issues them once.

    Raises `NotAllowed` (also in training: nothing of it leaves the house), `DomainError` for nobody or too many.
    """
    if not rules.may_issue(required()):
        raise NotAllowed(_("Aquí no puede emitir certificados."))
    if not 0 < len(holders) <= MOST:
        raise DomainError(_("Elija entre 1 y %(most)s personas.") % {"most": MOST}, field="holders")
    until = what.get("until")
    if until is not None and until <= what["on"]:
        raise DomainError(_("Escriba un día posterior al de emisión."), field="until")

    def write() -> Award:
        row = Award.objects.create(total=len(holders), once=once, **what)
        for at in range(0, len(holders), _AT_ONCE):
            _add(row, holders[at : at + _AT_ONCE])
        audit.record("credential.awarded", kind="award", subject=row.id, number=row.total)
        jobs.defer_signing(row)
        return row

    with transaction.atomic():
        return one_act(once, Award.objects.filter(organisation_id=organisation_id()), write)


def go_on(*, award_id: uuid.UUID) -> None:
    """Go on with a signing that stopped. Raises `NotAllowed`."""
    if not rules.may_issue(required()):
        raise NotAllowed(_("Aquí no puede emitir certificados."))
    with transaction.atomic():
        row = Award.objects.select_for_update().get(id=award_id, organisation_id=organisation_id())
        row.problem = ""
        row.save(update_fields=["problem"])
        jobs.defer_signing(row)
        audit.record("credential.signing_resumed", kind="award", subject=row.id)


def _add(row: Award, holders: Sequence[Holder]) -> None:
    ring = vault.ring()
    keys, credentials = [], []
    for holder in holders:
        key, sealer = ring.new_subject()
        keys.append(key)
        one = Credential(award=row, subject_id=key.id, language=holder.language)
        one.id = holder.id or one.id
        credentials.append(
            one.seal(sealer, name=holder.name, email=holder.email.strip().lower(), evidence=holder.evidence)
        )
    vault.SubjectKey.objects.bulk_create(keys)
    Credential.objects.bulk_create(credentials)


def _locked(credential_id: uuid.UUID) -> Credential:
    mine = Credential.objects.filter(organisation_id=organisation_id()).select_related("award")
    return locked(mine, credential_id, _("Ese certificado no es de su organización."))


def revoke(*, credential_id: uuid.UUID, reason: str, explained: str = "") -> Credential:
    """Take one back for good: its bit is set, and its holder is told by mail.

    Raises `NotAllowed`, `WrongState` when it was revoked already, `DomainError` without a reason.
    """
    if not required().has(*rules.REVOKERS):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    if reason not in Reason.values:
        raise DomainError(_("Elija un motivo."), field="reason")
    with transaction.atomic():
        row = _locked(credential_id)
        if row.revoked_at is not None:
            raise WrongState(_("Este certificado ya se había retirado."))
        sealer = vault.open_subject(row.subject_id)
        row.seal(sealer, explained=explained)
        _revoke(row, reason)
        email = row.open(sealer, "email")["email"]
        if email:
            link = reverse("credentials:verify", args=[row.language])
            outbox.send(REVOKED, outbox.To(address=email, language=row.language), link=link)
        audit.record(
            "credential.revoked", kind="credential", subject=row.id, reason=str(Reason(reason).label)
        )
    return row


def _revoke(row: Credential, reason: str) -> None:
    row.revoked_at, row.revoked_by_id, row.reason = clock.now(), user_id(), reason
    row.save(update_fields=["revoked_at", "revoked_by_id", "reason", "explained"])
    if row.list_id is not None and row.place is not None:
        keyring.sign_lists({row.list_id: row.place})


def forget(*, credential_id: uuid.UUID) -> None:
    """Destroy the key of who holds one, with her link and what was shown; the credential is revoked.

    For the package that issued it, when a person is erased.
    """
    with transaction.atomic():
        row = _locked(credential_id)
        with publishing(Door):
            _shut(row.door_id, row.link_id)
        if row.revoked_at is None:
            _revoke(row, Reason.ASKED)
        vault.shred(row.subject_id, reason="credential")
        audit.record("credential.forgotten", kind="credential", subject=row.id)


def _shut(*doors: uuid.UUID | None) -> None:
    Door.objects.filter(id__in=[door for door in doors if door]).delete()


def send_link(*, credential_id: uuid.UUID) -> Credential:
    """Send the holder a new link; the former one is dead. Raises `NotAllowed`, `WrongState` without an address."""
    if not rules.may_issue(required()):
        raise NotAllowed(_("Aquí no puede emitir certificados."))
    with transaction.atomic():
        row = _locked(credential_id)
        email = row.open(vault.open_subject(row.subject_id), "email")["email"]
        if row.signed_at is None or not email:
            raise WrongState(_("No se envió: falta su correo, o todavía no está firmado."))
        former = row.link_id
        token, door = link_to(row)
        with publishing(Door):
            _shut(former)
            door.save(force_insert=True)
        row.save(update_fields=["link_id"])
        to = outbox.To(address=email, language=row.language)
        outbox.send(READY, to, link=path_of(row.language, token))
        audit.record("credential.link_sent", kind="credential", subject=row.id)
    return row


def show(*, credential_id: uuid.UUID, parts: Collection[str]) -> Credential:
    """What the holder agrees to show to who has the code: nothing, or the page with her name and the file.

    Called for whoever has her link, as the organisation that issued it. What is not agreed does not exist for others.
    """
    wanted = [part for part in Part.values if part in parts and Part.PAGE in parts]
    with transaction.atomic():
        row = _locked(credential_id)
        if row.signed_at is None:
            raise WrongState(_("Todavía no está firmado. Pruebe dentro de un rato."))
        row.shown, row.agreed_at = wanted, clock.now()
        copies.renew(row, vault.open_subject(row.subject_id))
        row.save(update_fields=["shown", "agreed_at", "door_id"])
        audit.record(
            "credential.shown", kind="credential", subject=row.id, parts=", ".join(wanted) or _("nada")
        )
    return row
