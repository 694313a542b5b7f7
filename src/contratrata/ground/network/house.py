"""Acts on one's own organisation: its settings and its agreement; and letting an organisation in."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.scope import Realm, Scope, acting, organisation_id, required
from contratrata.ground.kinds.public import Where, check_values
from contratrata.ground.things.public import from_row, to_row

from . import events  # noqa: F401  (declares the events of this package)
from .agreements import CURRENT
from .asked import AGAIN, ORGANISATION, SETTINGS, why
from .invitations import invite
from .models import Agreement, Invitation, Membership, Organisation
from .operations import create_organisation
from .queries import first_invitations, why_invited
from .roles import Role
from .rules import may_change_settings, may_invite_organisations, may_sign


def change_settings(*, expected_version: int, **values: Any) -> Organisation:
    """Set the idle lock, the time zone, and who answers in the organisation's absence (`asked.SETTINGS`).

    Raises `NotAllowed`, `DomainError` for a value out of bounds or a substitute that may not receive, `Conflict`
    when the settings were changed since `expected_version`.
    """
    scope = required()
    if not may_change_settings(scope):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id())
        acts.edit(organisation, expected_version)
        before = from_row(SETTINGS, organisation)
        changed = to_row(SETTINGS, organisation, check_values(SETTINGS, values, before=before))
        if changed:
            organisation.save(update_fields=[*changed, "version", "edited_by_id"])
            audit.record(
                "organisation.settings_changed",
                kind="organisation",
                subject=organisation.id,
                fields=",".join(sorted(changed)),
            )
    return organisation


def sign_agreement(*, version: str, name: str, post: str) -> Agreement:
    """Sign the data-sharing agreement in force for one's own organisation; signing twice gives the first one.

    Raises `NotAllowed`, and `DomainError` when the text shown was not the one in force or no name was typed.
    """
    scope = required()
    if not may_sign(scope):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    if version != CURRENT:
        raise DomainError(_("El texto del acuerdo cambió. Léalo de nuevo antes de firmar."))
    if not name.strip():
        raise DomainError(_("Escriba su nombre completo."), field="name")
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id())
        signed = organisation.agreements.filter(version=CURRENT, ended_at__isnull=True).first()
        if signed is not None:
            return signed
        agreement = Agreement.objects.create(
            organisation=organisation,
            version=CURRENT,
            signed_by_id=scope.user_id,
            signer_name=name.strip(),
            signer_post=post.strip(),
        )
        audit.record("agreement.signed", kind="agreement", subject=agreement.id, version=CURRENT)
    return agreement


def invite_organisation(
    *,
    name: str,
    kind: str,
    place: Where,
    time_zone: str,
    email: str,
    reason: str,
    words: str = "",
    once: uuid.UUID | None = None,
) -> Invitation:
    """Let an organisation into the coordination's realm, and invite its first administrator (`asked.ORGANISATION`).

    Returns the invitation; the same `once` lets one in. Raises `NotAllowed`, and `DomainError` without a reason or when
    the name is taken.
    """
    scope = required()
    if not may_invite_organisations(scope):
        raise NotAllowed(_("Esto lo hace la coordinación de la red."))
    realm, checked = Realm(scope.realm or Realm.REAL), why(ORGANISATION, reason, words)

    def write() -> Invitation:
        created = create_organisation(
            name=name.strip(),
            kind=kind,
            country=place.country,
            area=place.area,
            time_zone=time_zone,
            realm=realm,
        )
        with acting(_first_scope(created)):
            sent, _token = invite(
                organisation=created, email=email, roles=[Role.ORG_ADMIN], why=checked, first=True, once=once
            )
        audit.record("organisation.invited", kind="organisation", subject=created.id, reason=reason)
        return sent

    try:
        with transaction.atomic():
            return acts.once(once, Invitation.objects.filter(invited_by_id=scope.user_id), write)
    except IntegrityError as error:
        raise DomainError(_("Ya hay una organización con ese nombre."), field="name") from error


def invite_again(*, invitation_id: uuid.UUID, reason: str, words: str = "", email: str = "") -> Invitation:
    """Send a first administrator a new link, valid anew, to `email` if the former address was wrong.

    The former link is dead. Returns the invitation that stands; asked twice about the same one, it is sent
    once. Raises `NotAllowed` for an invitation that is not the coordination's or an organisation that has
    somebody by now, `Conflict` when it went to another address meanwhile, `DomainError` without a reason, and what
    `invite` raises.
    """
    scope, checked = required(), why(AGAIN, reason, words)
    refusal = NotAllowed(_("Esta invitación ya no espera a nadie."))
    with transaction.atomic():
        asked = first_invitations(scope).filter(pk=invitation_id).first()
        if asked is None:
            raise refusal
        organisation = Organisation.objects.select_for_update().get(pk=asked.organisation_id)
        former = first_invitations(scope).select_for_update(of=("self",)).filter(pk=invitation_id).first()
        if former is None:
            raise refusal
        if former.revoked_at is not None:
            return _standing(scope, organisation, email or former.email)
        former.revoked_at = clock.now()
        former.save(update_fields=["revoked_at"])
        with acting(_first_scope(organisation)):
            if Membership.objects.filter(organisation=organisation, ended_at__isnull=True).exists():
                raise refusal
            sent, _token = invite(
                organisation=organisation,
                email=email or former.email,
                roles=former.roles,
                why=checked,
                first=True,
            )
        audit.record(
            "organisation.invited_again", kind="organisation", subject=organisation.id, reason=reason
        )
    return sent


def why_sent(invitation: Invitation) -> str:
    """Why the coordination sent it, with what it wrote: its own organisation's key opens that."""
    with acting(_first_scope(invitation.organisation)):
        return why_invited([invitation]).get(invitation.pk, "")


def _standing(scope: Scope, organisation: Organisation, email: str) -> Invitation:
    row = first_invitations(scope).filter(organisation=organisation, revoked_at__isnull=True).first()
    if row is None or row.email != email.strip().lower():
        raise Conflict(_("Alguien envió ya esta invitación a otro correo. Mire la lista."))
    return row


def _first_scope(created: Organisation) -> Scope:
    """The coordination acts for an organisation without people, only to invite its first administrator."""
    return Scope(
        user_id=required().user_id,
        organisation_id=created.id,
        realm=Realm(created.realm),
        roles=frozenset({Role.ORG_ADMIN.value}),
    )
