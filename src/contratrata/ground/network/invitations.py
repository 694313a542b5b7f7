"""Invitations: the only way into the network. A link that serves once, for a week, and can be taken back."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import User, seals
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault

from . import events  # noqa: F401  (declares the events of this package)
from .asked import Why
from .mails import INVITED
from .models import Invitation, Membership, MembershipChange, Organisation
from .operations import add_member
from .roles import Role

VALID_FOR = dt.timedelta(days=7)


NO_REASON = Why()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def invite(
    *,
    organisation: Organisation,
    email: str,
    roles: Iterable[str],
    why: Why = NO_REASON,
    first: bool = False,
    once: uuid.UUID | None = None,
) -> tuple[Invitation, str]:
    """Invite an address to hold roles in an organisation, in its scope; its former open invitation ends.

    `why` is kept, its words sealed. `first`: the coordination invites the organisation's first administrator.
    Returns the invitation and the token of its link, which is in the message and nowhere else. Raises `DomainError`
    for an address that is none, for no roles, or when she works here already.
    """
    address, wanted = email.strip().lower(), sorted({Role(role).value for role in roles})
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError(_("Escriba un correo electrónico completo."), field="email") from error
    if not wanted:
        raise DomainError(_("Elija al menos una función."), field="roles")
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if Membership.objects.filter(organisation=organisation, user__email=address, ended_at=None).exists():
            raise DomainError(_("Esta persona ya tiene funciones en la organización."), field="email")
        for former in _open(organisation, address):
            former.revoked_at = now
            former.save(update_fields=["revoked_at"])
        created = Invitation(
            organisation=organisation,
            email=address,
            roles=wanted,
            token_hash=_hash(token),
            invited_by_id=scope.user_id(),
            expires_at=now + VALID_FOR,
            first=first,
            once=once,
            reason=why.reason,
        )
        if why.words:
            created.seal(vault.ring().drafts(), explained=why.words)
        created.save(force_insert=True)
        audit.record(
            "invitation.sent",
            kind="invitation",
            subject=created.id,
            roles=",".join(wanted),
            reason=why.reason,
        )
        known = User.objects.filter(email=address).first()
        to = outbox.To(known.pk if known else None, address)
        outbox.send(INVITED, to, link=reverse("entry:invitation", args=[token]))
    return created, token


def _open(organisation: Organisation, address: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        organisation=organisation,
        email=address,
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=clock.now(),
    )


def revoke(*, invitation: Invitation) -> None:
    """Take an invitation back: its link stops working at once. Raises `WrongState` when it is over."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.accepted_at or row.revoked_at:
            raise WrongState(_("Esta invitación ya se aceptó o se retiró."))
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        audit.record("invitation.revoked", kind="invitation", subject=row.id)


def find(token: str) -> Invitation | None:
    """The invitation of this link while it serves, else None (expired, used, taken back, unknown alike)."""
    row = (
        Invitation.objects.select_related("organisation")
        .filter(
            token_hash=_hash(token),
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=clock.now(),
            organisation__left_at=None,
        )
        .first()
    )
    return row if row is not None and seals.holds(row) else None


def accept_invitation(*, token: str, user: User | None = None, name: str = "", password: str = "") -> User:
    """Take an invitation: `user` gets the roles, or a new user is made of `name` and `password`. Returns her.

    Raises `WrongState` when the link no longer serves, `DomainError` when it was meant for another address or
    when its address has an account already and nobody is signed in.
    """
    with transaction.atomic():
        result = find(token)
        row = Invitation.objects.select_for_update().get(pk=result.pk) if result else None
        if row is None or row.accepted_at or row.revoked_at:
            raise WrongState(_("Esta invitación ya no vale. Pida otra a la organización que le invitó."))
        if user is None:
            if User.objects.filter(email=row.email).exists():
                raise DomainError(_("Este correo ya tiene cuenta. Entre con ella y abra el enlace otra vez."))
            user = User.objects.create_user(
                row.email, password, name=name, time_zone=row.organisation.time_zone
            )
        elif user.email != row.email:
            raise DomainError(
                _("La invitación es para otro correo. Salga y entre con la cuenta de ese correo.")
            )
        _join(row, user)
        row.accepted_at = clock.now()
        row.save(update_fields=["accepted_at"])
    return user


def _join(row: Invitation, user: User) -> None:
    """Give her the roles; who worked here before takes her membership up again."""
    organisation = row.organisation
    with acting(Scope(user_id=user.pk, organisation_id=organisation.id, realm=Realm(organisation.realm))):
        former = Membership.objects.select_for_update().filter(organisation=organisation, user=user).first()
        if former is None:
            before: list[str] = []
            membership = add_member(organisation=organisation, user=user, roles=[Role(r) for r in row.roles])
        else:
            membership = former
            before = [] if former.ended_at else former.roles
            membership.roles = sorted({*before, *row.roles})
            membership.ended_at = None
            membership.save(update_fields=["roles", "ended_at"])
        if row.reason:
            _say_why(row, membership, before)
        audit.record("invitation.accepted", kind="membership", subject=membership.id)


def _say_why(row: Invitation, membership: Membership, before: list[str]) -> None:
    """What she was invited for stands among the changes of her functions."""
    change = MembershipChange(
        membership=membership,
        before=before,
        after=membership.roles,
        reason=row.reason,
        by_id=row.invited_by_id,
    )
    keeper = vault.ring().drafts()
    if words := row.open(keeper)["explained"]:
        change.seal(keeper, explained=words)
    MembershipChange.objects.bulk_create([change])
