"""Who is listed, and what was written between two persons."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from contratrata.ground.accounts.public import User
from contratrata.ground.base.scope import Scope, realm
from contratrata.ground.network.public import organisations_visible_to

from .models import QUESTIONS, Expert, Letter

#: So many letters of one exchange are shown: the newest.
MOST = 100


def listed(scope: Scope) -> QuerySet[Expert]:
    """Those who say yes to the words of today and work in an organisation of the realm that has not left."""
    if scope.realm is None or scope.organisation_id is None:
        return Expert.objects.none()
    members = organisations_visible_to(scope).values("id")
    rows = Expert.objects.filter(realm=scope.realm, withdrawn_at=None, organisation_id__in=members)
    return rows.filter(consent_version=QUESTIONS.version)


def own(scope: Scope) -> Expert | None:
    """One's own row where one acts, also when its words are of a former version."""
    if scope.organisation_id is None or scope.user_id is None:
        return None
    rows = Expert.objects.filter(organisation_id=scope.organisation_id, user_id=scope.user_id)
    return rows.filter(withdrawn_at=None).first()


def names(user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these people, as their accounts say them; one query. Never an address."""
    return dict(User.objects.filter(id__in=set(user_ids), is_active=True).values_list("id", "name"))


def thread(letter_id: uuid.UUID) -> list[Letter]:
    """The letters of an exchange that one reads, the oldest first; none for anybody else."""
    rows = Letter.objects.filter(realm=realm(), thread_id=letter_id).order_by("-at", "-id")[:MOST]
    return list(rows)[::-1]
