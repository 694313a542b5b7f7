"""Reads of the network: organisations of the realm, people of one's own organisation."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from contratrata.ground.base.scope import Realm, Scope, acting, current
from contratrata.ground.base.statements import Statement
from contratrata.ground.vault import public as vault

from .agreements import valid_agreements
from .models import Agreement, Invitation, Membership, MembershipChange, Organisation
from .roles import Role
from .rules import may_invite_organisations


def _organisation_names(
    _scope: Scope, *, ids: list[uuid.UUID]
) -> QuerySet[Organisation, tuple[uuid.UUID, str]]:
    return Organisation.objects.order_by().filter(id__among=ids).values_list("id", "name")


def _user_names(_scope: Scope, *, ids: list[uuid.UUID]) -> QuerySet[Membership, tuple[uuid.UUID, str]]:
    return Membership.objects.order_by().filter(user__id__among=ids).values_list("user_id", "user__name")


_ORGANISATION_NAMES = Statement(_organisation_names, planned=True)
_USER_NAMES = Statement(_user_names, planned=True)


def organisation_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these organisations, with one query."""
    return dict(_ORGANISATION_NAMES.rows(current() or Scope(), ids=list(set(ids))))


def organisations_visible_to(scope: Scope) -> QuerySet[Organisation]:
    """Every organisation of the scope's realm that has not left; none without a realm."""
    if scope.realm is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(realm=scope.realm, left_at__isnull=True)


def is_demonstration() -> bool:
    """Whether this house only shows itself: never in production, and no organisation of the real realm is one.

    There, and only there, what the invented network writes is put before everybody.
    """
    real = Organisation.objects.filter(realm=Realm.REAL, fictitious=False)
    return not settings.PRODUCTION and not real.exists()


def public_realm() -> Realm:
    """The realm that the public pages tell of: the real one, in a demonstration that of training."""
    return Realm.TRAINING if is_demonstration() else Realm.REAL


def coordinating_organisations(realm: Realm) -> list[uuid.UUID]:
    """Where the coordination of the network works.

    Memberships are seen by their own organisation only, so each is asked in its own scope: some milliseconds
    an organisation, paid only in a pass that has something to tell.
    """
    result = []
    for organisation_id in Organisation.objects.filter(realm=realm, left_at__isnull=True).values_list(
        "id", flat=True
    ):
        with acting(Scope(organisation_id=organisation_id, realm=realm)):
            rows = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True)
            if any(Role.COORDINATION in roles for roles in rows.values_list("roles", flat=True)):
                result.append(organisation_id)
    return result


def possible_substitutes(scope: Scope) -> QuerySet[Organisation]:
    """Organisations that could answer for the acting one: of its realm, with an agreement in force."""
    if scope.organisation_id is None:
        return Organisation.objects.none()
    rows = organisations_visible_to(scope).filter(pk__in=valid_agreements().values("organisation_id"))
    return rows.exclude(pk=scope.organisation_id).order_by("name", "id")


def staff_visible_to(scope: Scope) -> QuerySet[Membership]:
    """Who works in the acting organisation now; none without one."""
    if scope.organisation_id is None:
        return Membership.objects.none()
    return Membership.objects.filter(organisation_id=scope.organisation_id, ended_at__isnull=True)


def staff(scope: Scope) -> QuerySet[Membership]:
    """The staff list with its users, by name."""
    return staff_visible_to(scope).select_related("user").order_by("user__name", "id")


def pending_invitations(scope: Scope) -> QuerySet[Invitation]:
    """Invitations of the acting organisation that nobody has accepted or revoked, the newest first."""
    if scope.organisation_id is None:
        return Invitation.objects.none()
    waiting = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    return waiting.filter(organisation_id=scope.organisation_id).order_by("-at", "id")


def first_invitations(scope: Scope) -> QuerySet[Invitation]:
    """What the coordination sent to organisations of its realm where nobody has come in, former ones too."""
    if scope.realm is None or not may_invite_organisations(scope):
        return Invitation.objects.none()
    entered = Invitation.objects.filter(
        organisation_id=OuterRef("organisation_id"), accepted_at__isnull=False
    )
    sent = Invitation.objects.filter(first=True, organisation__in=organisations_visible_to(scope))
    return sent.exclude(Exists(entered)).select_related("organisation")


def waiting_organisations(scope: Scope, shown: QuerySet[Organisation]) -> QuerySet[Invitation]:
    """The invitation that stands for each of these organisations where nobody has come in, by its name."""
    standing = first_invitations(scope).filter(
        revoked_at__isnull=True, organisation__in=shown.order_by().values("pk")
    )
    return standing.order_by("organisation__name", "id")


def changes_of(scope: Scope, membership: Membership) -> QuerySet[MembershipChange]:
    """How a person's functions changed, the newest first; the organisation's own."""
    if scope.organisation_id is None:
        return MembershipChange.objects.none()
    mine = MembershipChange.objects.filter(organisation_id=scope.organisation_id, membership=membership)
    return mine.order_by("-at", "id")


def explained(changes: Iterable[MembershipChange]) -> list[tuple[MembershipChange, str]]:
    """Changes of the acting organisation, each with what was written about it."""
    rows = list(changes)
    sealer = vault.ring().drafts() if rows else None
    return [(row, (row.open(sealer)["explained"] if sealer else "") or row.words) for row in rows]


def why_invited(invitations: Iterable[Invitation]) -> dict[uuid.UUID, str]:
    """Why each was invited, of the acting organisation: the reason, and what was written about it."""
    result = [row for row in invitations if row.reason]
    sealer = vault.ring().drafts() if any(row.explained for row in result) else None
    words = {row.pk: row.open(sealer)["explained"] for row in result if sealer and row.explained}
    return {
        row.pk: " – ".join(filter(None, (str(row.get_reason_display()), words.get(row.pk, ""))))
        for row in result
    }


def agreements(scope: Scope) -> QuerySet[Agreement]:
    """What the acting organisation has signed, the newest first."""
    if scope.organisation_id is None:
        return Agreement.objects.none()
    return Agreement.objects.filter(organisation_id=scope.organisation_id).order_by("-signed_at", "id")


def user_names(user_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of colleagues, those who left included; one query."""
    wanted = {one for one in user_ids if one}
    if not wanted:
        return {}
    return dict(_USER_NAMES.rows(current() or Scope(), ids=list(wanted)))
