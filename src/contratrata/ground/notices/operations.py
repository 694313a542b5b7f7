"""Leaving a notice, and taking note of it."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from procrastinate.contrib.django import app

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import NoScope
from contratrata.ground.base.scope import Scope

from .kinds import kind_of
from .models import Notice
from .queries import is_for

#: The job that tells by e-mail; it lives above, where people and their addresses are known.
MAIL_TASK = "notices.mail"


def notify(
    kind: str,
    *,
    organisation_id: uuid.UUID,
    subject_id: uuid.UUID | None = None,
    code: str = "",
    roles: Iterable[str] = (),
    user_id: uuid.UUID | None = None,
) -> None:
    """Leave a notice to one user, or to the holders of these roles, of any organisation of the acting realm.

    One INSERT without RETURNING (the row may be another organisation's, unseen by us) and one job, both in
    the transaction of the act. Raises `UnknownNotice`, `NoScope`, `ValueError` when it is for nobody.
    """
    result = kind_of(kind)
    acting = scope.current()
    if acting is None or acting.realm is None:
        raise NoScope("A notice needs an acting realm")
    names = ",".join(sorted(str(role) for role in roles)) if user_id is None else ""
    if user_id is None and not names:
        raise ValueError(f"{kind} is for nobody")
    row = Notice(
        organisation_id=organisation_id,
        realm=int(acting.realm),
        kind=result.name,
        subject_id=subject_id,
        code=code,
        user_id=user_id,
        roles=names,
    )
    with transaction.atomic():
        Notice._base_manager.bulk_create([row])
        app.configure_task(MAIL_TASK, queue="mail").defer(
            organisation_id=str(organisation_id), notice_id=str(row.id)
        )


def seen(acting: Scope, ids: Iterable[uuid.UUID]) -> int:
    """Mark these notices as seen by the acting person; those that are not for her stay. Returns how many."""
    if acting.organisation_id is None:
        return 0
    rows = Notice.objects.filter(
        organisation_id=acting.organisation_id, id__in=list(ids), seen_at__isnull=True
    )
    mine = [row.id for row in rows if is_for(row, acting)]
    return Notice.objects.filter(id__in=mine, seen_at__isnull=True).update(
        seen_at=clock.now(), seen_by=acting.user_id
    )


def settle(*, subject_id: uuid.UUID, kinds: Iterable[str]) -> int:
    """What was asked has been done: the acting organisation's notices of these kinds wait no more."""
    return Notice.objects.filter(
        organisation_id=scope.organisation_id(),
        kind__in=list(kinds),
        subject_id=subject_id,
        seen_at__isnull=True,
    ).update(seen_at=clock.now(), seen_by=scope.user_id())
