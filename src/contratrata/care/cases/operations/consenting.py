"""Consent: given as a whole sentence, withdrawn at once; a legal duty stands without it and is told."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once as once_of
from contratrata.ground.base import clock, scope
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.network.public import Organisation, Role
from contratrata.ground.notices import public as notices
from contratrata.ground.vault.public import Sealer

from .. import checks, hooks
from .. import notices as kinds
from ..file.values import age_of
from ..inputs import ASSISTANCE, NewConsent
from ..models import Case, Consent, Identity
from ..queries import stands, visible_to
from . import _common
from .revoking import mark


def new_consent(case: Case, values: NewConsent, sealer: Sealer, *, once: uuid.UUID | None = None) -> Consent:
    """The unsaved row of a checked permission."""
    row = Consent(
        case=case,
        purpose=values.purpose,
        recipient_id=values.recipient_id,
        aims=list(values.aims),
        parts=list(values.parts),
        given_by=values.given_by,
        means=values.means,
        told_yes=list(values.told_yes),
        told_no=list(values.told_no),
        given_at=values.given_at or clock.now(),
        until=values.until,
        legal_duty=values.legal_duty,
        once=once,
    )
    return row.seal(sealer, witness=values.witness, reason=values.reason)


def tell_of_legal_duty(case: Case) -> None:
    """Sharing without consent alerts supervision (domain: consent)."""
    notices.notify(
        kinds.LEGAL_DUTY,
        organisation_id=case.organisation_id,
        subject_id=case.id,
        code=case.code,
        roles=[Role.SUPERVISOR],
    )


def give_consent(case_id: uuid.UUID, *, new: NewConsent, once: uuid.UUID | None = None) -> Consent:
    """Record a permission, or the legal duty that stands without one.

    Raises `DomainError` with the field; `NotAllowed`, `WrongState`. `once`: the act again gives the first.
    """
    with _common.acting_on(case_id, "give_consent") as case:

        def write() -> Consent:
            check_recipients({new.recipient_id} if new.recipient_id else set())
            sealer = _common.sealer_of(case)
            row = new_consent(case, checks.consent(new, minor=_minor(case, sealer)), sealer, once=once)
            row.save(force_insert=True)
            _common.touch(case, edited=False)
            _common.record("consent.given", case, purpose=row.purpose, legal_duty=row.legal_duty)
            if case.revoked_at is not None and row.purpose == ASSISTANCE:
                _common.touch(case, edited=False, revoked_at=None, revoked_due=None)
                _common.record("case.renewed", case)
            if row.legal_duty:
                tell_of_legal_duty(case)
            return row

        return once_of(once, Consent.objects.filter(organisation_id=case.organisation_id), write)


def withdraw_consent(consent_id: uuid.UUID) -> Consent:
    """The person takes a permission back. It holds at once: what was shared is closed in this transaction.

    Works on closed cases too. Raises `NotAllowed`, `WrongState` (withdrawn already).
    """
    rows = Consent.objects.filter(
        id=consent_id, case__in=visible_to(scope.required()).values("id")
    ).values_list("case_id", flat=True)
    case_id = rows.first()
    if case_id is None:
        raise NotAllowed(_("Este consentimiento no existe o no está a su alcance."))
    with _common.acting_on(case_id, "withdraw_consent", closed_too=True) as case:
        row = Consent.objects.select_for_update().get(id=consent_id)
        if row.withdrawn_at is not None:
            raise WrongState(_("Este consentimiento ya se había retirado."))
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), scope.user_id()
        row.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        _common.touch(case, edited=False)
        _common.record("consent.withdrawn", case, purpose=row.purpose)
        if row.purpose == ASSISTANCE and case.copied and not stands(case):
            mark(case, why="own_consent_withdrawn")
        hooks.consent_withdrawn(row)
    return row


def check_recipients(ids: set[uuid.UUID]) -> None:
    """A consent names another organisation of the same realm that has not left. Raises `DomainError`."""
    if not ids:
        return
    here = scope.required()
    rows = Organisation.objects.filter(id__in=ids, realm=int(here.realm or 0), left_at__isnull=True)
    if here.organisation_id in ids or rows.count() < len(ids):
        raise DomainError(_("Elija otra organización de la red."), field="recipient_id")


def _minor(case: Case, sealer: Sealer) -> Answer:
    born = Identity.objects.get(person_id=case.person_id).open(sealer, "birth_date")["birth_date"]
    birth_date = PartialDate.parse(born) if born else None
    age = age_of({"birth_date": birth_date}, case.person)
    return age.is_minor if age else Answer.UNKNOWN
