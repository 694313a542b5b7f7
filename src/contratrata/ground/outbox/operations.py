"""What people do with the outbox: look at a held batch, try again, choose which mails they get."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import unchanged
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time

from . import events  # noqa: F401  (declares the events of this package)
from .delivery import move
from .kinds import group_of
from .models import Message, Preference
from .queries import choices_of
from .states import Choice, State


def release(*, batch: uuid.UUID) -> int:
    """Let a held batch go. Returns how many mails. Raises `WrongState` when somebody has decided about it already."""
    with transaction.atomic():
        rows = _held(batch)
        move(rows, "release", due_at=clock.now())
        audit.record("mail.released", kind="mail", subject=batch, count=len(rows), mail=rows[0].kind)
    return len(rows)


def drop(*, batch: uuid.UUID) -> int:
    """Throw a held batch away. Returns how many mails. Raises as `release`."""
    with transaction.atomic():
        rows = _held(batch)
        move(rows, "drop", failure="by hand")
        audit.record("mail.dropped", kind="mail", subject=batch, count=len(rows), mail=rows[0].kind)
    return len(rows)


def retry(*, ids: Iterable[uuid.UUID]) -> int:
    """Try failed mails once more, from the first attempt. Returns how many; those that are not failed stay."""
    with transaction.atomic():
        rows = _failed(ids)
        move(rows, "retry", due_at=clock.now(), at=clock.now(), attempts=0, repeated=False, failure="")
        audit.record("mail.retried", count=len(rows))
    return len(rows)


def discard(*, ids: Iterable[uuid.UUID]) -> int:
    """Throw failed mails away. Returns how many; those that are not failed stay."""
    with transaction.atomic():
        rows = _failed(ids)
        move(rows, "drop", failure="by hand")
        audit.record("mail.dropped", count=len(rows))
    return len(rows)


def choose(*, choices: Mapping[str, Choice], expected_version: str | None = None) -> None:
    """Remember when the acting user wants each group of mails.

    Raises `UnknownKind`, `NotAllowed` without a user, `Conflict` when the choices changed since `expected_version`.
    """
    user_id = scope.user_id()
    if user_id is None:
        raise NotAllowed(_("Entre para elegir qué correos recibir."))
    with transaction.atomic():
        one_at_a_time(f"mail.choices {user_id}")
        if expected_version is not None:
            unchanged(choices_of(user_id), expected_version)
        for group, choice in choices.items():
            Preference.objects.update_or_create(
                user_id=user_id, group=group_of(group).name, defaults={"choice": choice}
            )
        audit.record("mail.chosen", kind="user", subject=user_id)


def _held(batch: uuid.UUID) -> list[Message]:
    rows = list(Message.objects.select_for_update().filter(batch=batch, state=State.HELD).order_by("id"))
    if not rows:
        raise WrongState(_("Alguien ya decidió sobre estos correos."))
    return rows


def _failed(ids: Iterable[uuid.UUID]) -> list[Message]:
    return list(
        Message.objects.select_for_update().filter(pk__in=list(ids), state=State.FAILED).order_by("id")
    )
