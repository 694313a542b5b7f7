"""A case that came by a referral whose consent was taken back: marked, closed to colleagues, asked about."""

import datetime as dt
import uuid

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices

from .. import notices as kinds
from ..models import Case
from ..queries import stands

#: So long the organisation has to ask the person for a consent of its own.
TERM = dt.timedelta(days=14)


def revoke(case_id: uuid.UUID, *, organisation_id: uuid.UUID, realm: int, why: str) -> bool:
    """Mark a case of another organisation: what came with it stands on no consent any more. Whether it was marked.

    Called in the transaction of whoever takes the consent back, who sees nothing of that organisation: it acts as the
    organisation itself without a user, and tells its responsible. A consent of its own keeps the case as it is; it is
    told all the same. `why`: `WithdrawReason` of referrals.
    """
    with acting(Scope(organisation_id=organisation_id, realm=Realm(realm), identities=True)):
        rows = Case.objects.select_for_update(of=("self",)).select_related("person")
        case = rows.filter(organisation_id=organisation_id, id=case_id).first()
        if case is None or case.person.erased_at is not None:
            return False
        marked = case.revoked_at is None and not stands(case)
        if marked:
            case.revoked_at = clock.now()
            case.revoked_due = case.revoked_at + TERM
            case.save(update_fields=["revoked_at", "revoked_due"])
        audit.record("case.revoked", kind="case", subject=case.id, code=case.code, why=why, stands=not marked)
        for user_id in {case.responsible_id, None}:
            notices.notify(
                kinds.REVOKED,
                organisation_id=organisation_id,
                subject_id=case.id,
                code=case.code,
                user_id=user_id,
                roles=[Role.SUPERVISOR],
            )
    return marked
