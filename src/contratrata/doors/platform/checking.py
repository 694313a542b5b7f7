"""Whether the house is as it was made: looked at when the worker starts and every day, told to who administers it."""

import datetime as dt
import logging

from django.urls import reverse

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.network.public import Membership, Organisation, Role, job_scope
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault

from .mails import ALARM

EVERY = dt.timedelta(days=1)
#: A worker that starts again does not prove everything again; the protections it looks at each time.
_RECENT = dt.timedelta(hours=20)
_log = logging.getLogger(__name__)


def look() -> None:
    """Prove chains, anchors and protections, unless that was done a few hours ago; tell when something is wrong."""
    last = audit.queries.last_check(None)
    recent = last is not None and clock.now() - last.at < _RECENT
    problems = audit.checking.check_protections() if recent else check_all()
    if problems:
        _log.critical("%s problems found: %s", len(problems), sorted({one.what for one in problems}))
        tell()


def check_all() -> list[audit.Problem]:
    """Prove everything now and keep what was found."""
    places = [(audit.PLATFORM, Realm.REAL)]
    places += [(one, Realm(realm)) for one, realm in Organisation.objects.values_list("id", "realm")]
    # What a worker that died sealed and did not anchor; and that from now on somebody keeps the anchors again.
    audit.anchor_last(places)
    audit.anchors.beat()
    for one, realm in places[1:]:
        vault.log_erasures(str(one), int(realm))
    return audit.checking.check_house(places).problems


def tell() -> None:
    """A mail to everybody who administers the platform."""
    for organisation in Organisation.objects.filter(left_at__isnull=True).order_by("id"):
        with acting(job_scope(organisation)):
            members = Membership.objects.filter(organisation=organisation, ended_at__isnull=True)
            keepers = members.filter(roles__contains=[Role.PLATFORM_ADMIN]).order_by("id")
            outbox.send_many(
                ALARM, [outbox.To(one.user_id) for one in keepers], link=reverse("platform:state")
            )
