"""Who a notice is for, one by one: only a job of that organisation may know."""

import uuid

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Membership, Organisation, job_scope
from contratrata.ground.notices import public as notices
from contratrata.ground.outbox import public as outbox

from .mails import URGENT, WAITING, waiting

_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name=notices.MAIL_TASK, queue="mail", retry=_RETRY)
def mail(organisation_id: str, notice_id: str) -> None:
    """Queue a mail to each user the notice is for."""
    organisation = Organisation.objects.get(id=organisation_id)
    with acting(job_scope(organisation)):
        notice = waiting(uuid.UUID(notice_id))
        if notice is None:
            return
        roles = set(notice.roles.split(","))
        members = Membership.objects.filter(organisation=organisation, ended_at__isnull=True)
        about = {"organisation": organisation_id, "notice": notice_id}
        kind = notices.declared().get(notice.kind)
        outbox.send_many(
            URGENT if kind is not None and kind.urgent else WAITING,
            [
                outbox.To(member.user_id, about=about)
                for member in members.order_by("id")
                if notice.user_id == member.user_id or (notice.user_id is None and roles & set(member.roles))
            ],
            link="/avisos/",
        )
