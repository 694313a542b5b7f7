"""The e-mail that says that something waits. It names nobody and no case: it may be read by anybody."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from contratrata.ground.accounts.public import User
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Membership, Organisation, job_scope
from contratrata.ground.notices import public as notices

#: One message a person in this time, unless the notice is urgent.
PAUSE = dt.timedelta(minutes=15)
_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)

# Claims the right to write now, as one statement: two jobs at once send one message.
_CLAIM = (
    "INSERT INTO notices_mailing (user_id, last_at) VALUES (%s, %s) "
    "ON CONFLICT (user_id) DO UPDATE SET last_at = EXCLUDED.last_at "
    "WHERE notices_mailing.last_at < %s AND notices_mailing.last_at <= %s RETURNING user_id"
)


def _waiting(notice_id: uuid.UUID) -> notices.Notice | None:
    return notices.Notice.objects.filter(id=notice_id, seen_at__isnull=True).first()


@app.task(name=notices.MAIL_TASK, queue="mail", retry=_RETRY)
def mail(organisation_id: str, notice_id: str) -> None:
    """One job a person the notice is for, so that a failing address does not hold up the others."""
    organisation = Organisation.objects.get(id=organisation_id)
    with acting(job_scope(organisation)):
        notice = _waiting(uuid.UUID(notice_id))
        if notice is None:
            return
        members = Membership.objects.filter(organisation=organisation, ended_at__isnull=True)
        roles = set(notice.roles.split(","))
        for member in members.order_by("id"):
            if notice.user_id == member.user_id or (notice.user_id is None and roles & set(member.roles)):
                mail_person.defer(
                    organisation_id=organisation_id, notice_id=notice_id, user_id=str(member.user_id)
                )


@app.task(name="notices.mail_person", queue="mail", retry=_RETRY)
def mail_person(organisation_id: str, notice_id: str, user_id: str) -> None:
    """Write to one person, unless she was written to since the notice, or too short a while ago (then later).

    Killed between sending and committing, it writes once more: twice is better than not at all.
    """
    organisation = Organisation.objects.get(id=organisation_id)
    with acting(job_scope(organisation)):
        notice = _waiting(uuid.UUID(notice_id))
        user = User.objects.filter(id=user_id, is_active=True).first()
        member = Membership.objects.filter(
            organisation=organisation, user_id=user_id, ended_at__isnull=True
        ).exists()
        if notice is None or user is None or not member:
            return
        now = clock.now()
        kind = notices.declared().get(notice.kind)
        urgent = kind is not None and kind.urgent
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [user.id, now, notice.at, now if urgent else now - PAUSE])
            claimed = cursor.fetchone() is not None
        if claimed:
            _write(user)
            return
        last = notices.Mailing.objects.get(user_id=user.id).last_at
        if last < notice.at:
            mail_person.configure(schedule_at=last + PAUSE).defer(
                organisation_id=organisation_id, notice_id=notice_id, user_id=user_id
            )


def _write(user: User) -> None:
    with translation.override(user.language):
        subject = _("Tiene algo pendiente en ContraTrata")
        body = _(
            "Tiene algo pendiente en ContraTrata.\n\n"
            "Entre para verlo: %(address)s\n\n"
            "Este mensaje no dice de qué se trata, para cuidar a las personas. No lo conteste."
        ) % {"address": f"{settings.SITE_ADDRESS}/avisos/"}
        EmailMessage(subject, body, to=[user.email]).send()
