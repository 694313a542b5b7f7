"""Acts on the people of one's own organisation: changing and ending functions.

Roles are read anew at every request, so that what is done here holds from the next one on.
"""

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.open_things import Answers, OpenThings
from contratrata.ground.base.package import left_open
from contratrata.ground.base.scope import Scope, acting, organisation_id, required
from contratrata.ground.vault import public as vault

from . import events  # noqa: F401  (declares the events of this package)
from .asked import CHANGING, PERSON, Why, why
from .invitations import invite
from .models import Invitation, Membership, MembershipChange, Organisation
from .roles import IDENTITIES, Role
from .rules import gives_herself, grantable, may_manage_staff
from .scopes import job_scope


def invite_person(
    *, email: str, roles: Iterable[str], reason: str, words: str = "", once: uuid.UUID | None = None
) -> Invitation:
    """Invite an address to one's own organisation, with roles that the user may give; the same `once` sends one mail.

    Raises `NotAllowed`, `DomainError` without a reason, and what `invitations.invite` raises.
    """
    scope = required()
    wanted = set(roles)
    if not may_manage_staff(scope) or not wanted <= {role.value for role in grantable(scope)}:
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    checked = why(PERSON, reason, words)
    organisation = Organisation.objects.get(pk=organisation_id())
    with transaction.atomic():
        return acts.once(
            once,
            Invitation.objects.filter(organisation=organisation),
            lambda: invite(organisation=organisation, email=email, roles=wanted, why=checked, once=once)[0],
        )


def change_roles(
    *,
    membership_id: uuid.UUID,
    seen: Iterable[str],
    roles: Iterable[str],
    reason: str,
    words: str = "",
    answers: Answers | None = None,
) -> Membership:
    """Give a person exactly these roles; roles the acting person may not give stay as they are.

    `seen` are the roles that stood on her screen, `answers` what becomes of what she leaves open (`leaves_open`).
    Raises `NotAllowed`; `Conflict` when somebody changed them meanwhile or something open has no answer;
    `DomainError` without a reason, without any role, or for the last administrator.
    """
    scope = required()
    with transaction.atomic():
        membership = _locked(scope, membership_id)
        before = set(membership.roles)
        if before != set(seen):
            raise acts.overtaken_by(
                membership.changes.order_by("-at", "id").values_list("by_id", flat=True).first()
            )
        after = roles_after(scope, before, roles)
        checked = why(CHANGING, reason, words)
        if not after:
            raise DomainError(
                _("Elija al menos una función, o termine las funciones de la persona."), field="roles"
            )
        if gives_herself(scope, membership.user_id, before, after):
            raise DomainError(
                _("Nadie se da funciones a sí misma: pídalo a otra persona de administración."), field="roles"
            )
        _keep_an_admin(membership, after)
        if after == before:
            return membership
        _settle(membership, after, answers)
        membership.roles = sorted(after)
        membership.save(update_fields=["roles"])
        _write(membership, before, after, checked)
        audit.record(
            "member.changed",
            kind="membership",
            subject=membership.id,
            before=",".join(sorted(before)),
            after=",".join(sorted(after)),
            reason=reason,
        )
    return membership


def end_membership(
    *, membership_id: uuid.UUID, reason: str, words: str = "", answers: Answers | None = None
) -> Membership:
    """End a person's functions here; her account stays, for other organisations may need it.

    `answers`: what becomes of what she leaves open (`leaves_open`). Raises `NotAllowed`, `Conflict` when something
    open has no answer, and `DomainError` without a reason or for the last administrator.
    """
    scope = required()
    with transaction.atomic():
        membership = _locked(scope, membership_id)
        before = set(membership.roles)
        if not before <= {role.value for role in grantable(scope)}:
            raise NotAllowed(_("Esta persona tiene funciones que usted no puede quitar."))
        checked = why(CHANGING, reason, words)
        _keep_an_admin(membership, set())
        _settle(membership, set(), answers)
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])
        _write(membership, before, set(), checked)
        audit.record(
            "member.ended",
            kind="membership",
            subject=membership.id,
            before=",".join(sorted(before)),
            reason=reason,
        )
    return membership


def leaves_open(membership: Membership, after: Iterable[str] = ()) -> Sequence[OpenThings]:
    """What waits for this person and would wait for nobody with these roles: nothing while she works on cases.

    The house asks for the administration, which sees no person: what it says names things by their codes.
    """
    if not IDENTITIES.isdisjoint(after):
        return ()
    with acting(job_scope(membership.organisation, user_id=required().user_id)):
        return left_open(membership.user_id)


def roles_after(scope: Scope, before: Iterable[str], wanted: Iterable[str]) -> set[str]:
    """The roles that stand when `wanted` is given by this scope: those it may not give stay as they are."""
    mine = {role.value for role in grantable(scope)}
    return (set(before) - mine) | (set(wanted) & mine)


def _settle(membership: Membership, after: set[str], answers: Answers | None) -> None:
    if IDENTITIES.isdisjoint(after):
        with acting(job_scope(membership.organisation, user_id=required().user_id)):
            acts.settle(left_open(membership.user_id), answers or {})


def _locked(scope: Scope, membership_id: uuid.UUID) -> Membership:
    """The membership, with its organisation locked: two administrators cannot remove each other at once."""
    if not may_manage_staff(scope):
        raise NotAllowed(_("Esto lo hace la administración de su organización."))
    Organisation.objects.select_for_update().get(pk=organisation_id())
    row = Membership.objects.filter(
        pk=membership_id, organisation_id=organisation_id(), ended_at__isnull=True
    ).first()
    if row is None:
        raise Conflict(_("Esta persona ya no tiene funciones aquí."))
    return row


def _keep_an_admin(membership: Membership, after: set[str]) -> None:
    if Role.ORG_ADMIN in after or Role.ORG_ADMIN not in membership.roles:
        return
    others = Membership.objects.filter(organisation_id=membership.organisation_id, ended_at__isnull=True)
    if not any(
        Role.ORG_ADMIN in roles for roles in others.exclude(pk=membership.pk).values_list("roles", flat=True)
    ):
        raise DomainError(
            _("Es la única persona de administración. Dé antes esa función a otra persona."), field="roles"
        )


def _write(membership: Membership, before: set[str], after: set[str], why: Why) -> None:
    row = MembershipChange(
        membership=membership, before=sorted(before), after=sorted(after), reason=why.reason
    )
    if why.words:
        row.seal(vault.ring().drafts(), explained=why.words)
    MembershipChange.objects.bulk_create([row])
