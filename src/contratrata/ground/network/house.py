"""Acts on one's own organisation: its settings and its agreement; and letting an organisation in."""

import uuid
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.scope import Realm, Scope, acting, organisation_id, required

from . import events  # noqa: F401  (declares the events of this package)
from .agreements import CURRENT, receiving
from .invitations import invite
from .models import Agreement, Invitation, Membership, Organisation
from .operations import create_organisation
from .queries import first_invitations
from .roles import Role
from .rules import may_change_settings, may_invite_organisations, may_sign

IDLE_MINUTES = range(5, 61)


def change_settings(
    *, expected_version: int, idle_minutes: int, time_zone: str, substitute_id: uuid.UUID | None
) -> Organisation:
    """Set the idle lock (5 to 60 minutes), the time zone, and who answers in the organisation's absence.

    Raises `NotAllowed`, `DomainError` for a value out of bounds or a substitute that may not receive, `Conflict`
    when the settings were changed since `expected_version`.
    """
    scope = required()
    if not may_change_settings(scope):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    if idle_minutes not in IDLE_MINUTES:
        raise DomainError(_("Elija entre 5 y 60 minutos."), field="idle_minutes")
    if time_zone not in available_timezones():
        raise DomainError(_("Elija una zona horaria de la lista."), field="time_zone")
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id())
        acts.edit(organisation, expected_version)
        if substitute_id is not None:
            _check_substitute(organisation, substitute_id)
        wanted = {"idle_minutes": idle_minutes, "time_zone": time_zone, "substitute_id": substitute_id}
        changed = [name for name, value in wanted.items() if getattr(organisation, name) != value]
        if changed:
            for name in changed:
                setattr(organisation, name, wanted[name])
            columns = [name.removesuffix("_id") for name in changed]
            organisation.save(update_fields=[*columns, "version", "edited_by_id"])
            audit.record(
                "organisation.settings_changed",
                kind="organisation",
                subject=organisation.id,
                fields=",".join(sorted(changed)),
            )
    return organisation


def _check_substitute(organisation: Organisation, substitute_id: uuid.UUID) -> None:
    same_realm = Organisation.objects.filter(pk=substitute_id, realm=organisation.realm)
    if (
        substitute_id == organisation.pk
        or not same_realm.exists()
        or substitute_id not in receiving([substitute_id])
    ):
        raise DomainError(_("Elija otra organización con el acuerdo firmado."), field="substitute")


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
    country: str,
    area: str,
    time_zone: str,
    email: str,
    once: uuid.UUID | None = None,
) -> Invitation:
    """Let an organisation into the coordination's realm, and invite its first administrator.

    Returns the invitation; the same `once` lets one in. Raises `NotAllowed`, and `DomainError` when the name is taken.
    """
    scope = required()
    if not may_invite_organisations(scope):
        raise NotAllowed(_("Esto lo hace la coordinación de la red."))
    realm = Realm(required().realm or Realm.REAL)

    def write() -> Invitation:
        created = create_organisation(
            name=name.strip(), kind=kind, country=country, area=area, time_zone=time_zone, realm=realm
        )
        with acting(_first_scope(created)):
            sent, _token = invite(
                organisation=created, email=email, roles=[Role.ORG_ADMIN], first=True, once=once
            )
        audit.record("organisation.invited", kind="organisation", subject=created.id)
        return sent

    try:
        with transaction.atomic():
            return acts.once(once, Invitation.objects.filter(invited_by_id=scope.user_id), write)
    except IntegrityError as error:
        raise DomainError(_("Ya hay una organización con ese nombre."), field="name") from error


def invite_again(*, invitation_id: uuid.UUID, email: str = "") -> Invitation:
    """Send a first administrator a new link, valid anew, to `email` if the former address was wrong.

    The former link is dead. Returns the invitation that stands; asked twice about the same one, it is sent
    once. Raises `NotAllowed` for an invitation that is not the coordination's or an organisation that has
    somebody by now, `Conflict` when it went to another address meanwhile, and what `invite` raises.
    """
    scope = required()
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
                organisation=organisation, email=email or former.email, roles=former.roles, first=True
            )
        audit.record("organisation.invited_again", kind="organisation", subject=organisation.id)
    return sent


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
