"""Asking to join, answering, and forgetting what was answered long ago."""

import datetime as dt
import hmac
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting, organisation_id, required, user_id
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import (
    Organisation,
    Role,
    coordinating_organisations,
    job_scope,
    public_realm,
)
from contratrata.ground.notices import public as notices
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault

from . import events  # noqa: F401  (declares the events of this package)
from .asked import JOINING
from .mails import kind_of
from .models import JoinRequest
from .notices import ASKED
from .states import Answer

#: So long an answered request is kept.
KEPT = dt.timedelta(days=182)
#: More than these waiting are not taken: somebody is filling the list.
MOST_WAITING = 500


def ask_to_join(*, values: Values, language: str) -> None:
    """Leave a request to the coordination; for anybody. `values`: what `asked.JOINING` asks.

    The same words again are the same request. Raises `DomainError` for an answer that will not do, where there is no
    coordination, or too many wait.
    """
    texts = check_values(JOINING, values)
    country = texts.pop("country")
    coordinations = coordinating_organisations(public_realm())
    if not coordinations:
        raise DomainError(_("La red todavía no tiene coordinación: pruebe más adelante."))
    token = _token("\n".join((country, *(texts[name] for name in sorted(texts)))))
    for organisation in Organisation.objects.filter(id__in=coordinations).order_by("id"):
        with acting(job_scope(organisation)), transaction.atomic():
            keep(token, texts=texts, country=country, language=language)


def _token(words: str) -> uuid.UUID:
    """The same for the same words. Keyed: beside what is sealed no hash stands that tells whether a guess is right."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"joining {words}".encode(), "sha256")
    return uuid.UUID(bytes=digest[:16])


def answer(request_id: uuid.UUID, *, answer: str) -> JoinRequest:
    """Say what comes of a request; who asked gets a mail. Raises `NotAllowed`, `WrongState`."""
    if not required().has(Role.COORDINATION):
        raise NotAllowed(_("Responde la coordinación de la red."))
    if answer not in Answer.values or answer == Answer.WAITING:
        raise DomainError(_("Elija una respuesta."), field="answer")
    with transaction.atomic():
        row = JoinRequest.objects.select_for_update().get(id=request_id, organisation_id=organisation_id())
        if row.answer != Answer.WAITING:
            raise WrongState(_("Ya se respondió: %s.") % Answer(row.answer).label)
        row.answer, row.answered_at, row.answered_by_id = answer, clock.now(), user_id()
        row.save(update_fields=["answer", "answered_at", "answered_by_id"])
        email = row.open(vault.ring().drafts(), "email")["email"]
        outbox.send(
            kind_of(answer),
            outbox.To(address=email, language=row.language),
            link=reverse("joining:join", args=[row.language]),
        )
        notices.settle(subject_id=row.id, kinds=[ASKED])
        audit.record("joining.answered", kind="joining", subject=row.id, answer=str(Answer(answer).label))
    return row


def forget_answered() -> int:
    """Remove what was answered more than half a year ago, in every coordination; the worker's. Returns how many."""
    number = 0
    for organisation in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(organisation)):
            old = JoinRequest.objects.filter(
                organisation_id=organisation.id, answered_at__lt=clock.now() - KEPT
            )
            gone = old.delete()[0]
            if gone:
                audit.record("joining.forgotten", kind="joining", number=gone)
            number += gone
    return number


def keep(token: uuid.UUID, *, texts: Mapping[str, str], country: str, language: str) -> None:
    """Keep a request for the acting organisation and tell who coordinates. Raises `DomainError` when too many wait."""
    rows = JoinRequest.objects.filter(organisation_id=organisation_id())

    def new() -> JoinRequest:
        if rows.filter(answer=Answer.WAITING).count() >= MOST_WAITING:
            raise DomainError(_("Ahora hay demasiadas peticiones sin leer. Pruebe más adelante."))
        row = JoinRequest(country=country, language=language, once=token)
        row.seal(vault.ring().drafts(), **texts)
        row.save(force_insert=True)
        audit.record("joining.asked", kind="joining", subject=row.id)
        notices.notify(ASKED, organisation_id=organisation_id(), subject_id=row.id, roles=[Role.COORDINATION])
        return row

    once(token, rows, new)
