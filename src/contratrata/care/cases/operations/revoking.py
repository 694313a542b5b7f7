"""A case that came by a referral whose consent was taken back: marked, asked about, and what came with it removed."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.kinds.public import Values
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from .. import counting, names_index
from .. import notices as kinds
from ..file.questions import FILE, PERSON
from ..file.values import read_values, write_identity, write_plain, write_rows
from ..inputs import ASSISTANCE
from ..models import Case, CaseShare, Consent, Identity, Note, SealedVersion, StatusAssertion
from ..queries import standing, stands
from . import _common

#: So long the organisation has to ask the person for a consent of its own.
TERM = dt.timedelta(days=14)
_AGE = ("birth_date", "age_years", "age_estimated")


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
        return mark(case, why=why)


def mark(case: Case, *, why: str) -> bool:
    """Mark a locked case unless it is marked or a consent of its own stands; tell of it either way."""
    marked = case.revoked_at is None and not stands(case)
    if marked:
        case.revoked_at = clock.now()
        case.revoked_due = case.revoked_at + TERM
        case.save(update_fields=["revoked_at", "revoked_due"])
    audit.record("case.revoked", kind="case", subject=case.id, code=case.code, why=why, stands=not marked)
    _tell(kinds.REVOKED, case)
    return marked


def _tell(kind: str, case: Case) -> None:
    for user_id in {case.responsible_id, None}:
        notices.notify(
            kind,
            organisation_id=case.organisation_id,
            subject_id=case.id,
            code=case.code,
            user_id=user_id,
            roles=[Role.SUPERVISOR],
        )


def ask_removal(case_id: uuid.UUID) -> Case:
    """Have what came by the referral removed now instead of at the end of the term; the worker does it.

    Raises `WrongState` when a consent stands (again) or nothing came that way; `NotAllowed`.
    """
    with _common.acting_on(case_id, "remove_copied", closed_too=True) as case:
        if case.revoked_at is None or case.revoked_due is None or not case.copied:
            raise WrongState(_("Este caso no tiene nada que quitar."))
        if case.revoked_due > clock.now():
            case.revoked_due = clock.now()
            case.save(update_fields=["revoked_due"])
            _common.record("case.removal_asked", case)
    return case


def _copied() -> QuerySet[Case]:
    """The cases of the acting organisation that hold something that came by a referral, the longest due first."""
    rows = Case.objects.filter(~Q(copied=[]), organisation_id=scope.organisation_id())
    return rows.filter(person__erased_at__isnull=True).order_by("revoked_due", "id")


def overdue() -> list[uuid.UUID]:
    """Those of them whose term is over."""
    return list(_copied().filter(revoked_due__lte=clock.now()).values_list("id", flat=True))


def lapsed() -> list[uuid.UUID]:
    """Those of them that are not marked though the consent to keep her here is past.

    A case of before, which was opened without one, stands on the sender's until that ends.
    """
    own = Consent.objects.filter(case=OuterRef("pk"), purpose=ASSISTANCE)
    past = _copied().filter(Exists(own), ~Exists(standing(OuterRef("pk"))), revoked_at=None)
    return list(past.values_list("id", flat=True))


def mark_lapsed(case_id: uuid.UUID) -> bool:
    """Mark one of those; False when a consent was given meanwhile."""
    with transaction.atomic():
        case = _common.locked(case_id)
        return case.revoked_at is None and not stands(case) and mark(case, why="lapsed")


def remove_copied(case_id: uuid.UUID) -> bool:
    """Remove in one transaction what came by the referral (a job as `worker` may, the web may not).

    Its answers, what they said before and were corrected to, its notes with their corrections, its condition. What was
    written here in what had come empty, notes, needs and steps stay. False when there was nothing to remove any more.
    """
    if not scope.required().is_job:
        raise NotAllowed(_("Esto lo hace el sistema cuando termina el plazo."))
    with transaction.atomic():
        case = _common.locked(case_id)
        if not case.copied or case.revoked_due is None or case.revoked_due > clock.now():
            return False
        if stands(case):
            return False
        keys = vault.ring()
        sealer = vault.open_subject(case.person.subject_id, keys)
        texts = _empty(case, sealer)
        _remove_rows(case)
        _common.forget_typed(reverse("cases:detail", args=[case.id]))
        names_index.replace(keys, case.person_id, texts, sealer)
        CaseShare.objects.filter(case=case).delete()
        _common.touch(case, copied=[], revoked_at=None, revoked_due=None)
        counting.correct(keys, case)
        _common.record("case.copy_removed", case)
        notices.settle(subject_id=case.id, kinds=[kinds.REVOKED])
        _tell(kinds.REMOVED, case)
    return True


def _empty(case: Case, sealer: Sealer) -> dict[str, str]:
    """Empty the answers that came; returns what of the identity is left, in clear."""
    identity = Identity.objects.select_for_update().get(person_id=case.person_id)
    before = read_values(case, sealer, identity.open(sealer))
    empty: Values = {fact.name: fact.kind.empty for fact in FILE.facts if fact.name in case.copied}
    write_identity(identity, sealer, before, empty)
    write_plain(case.person, tuple(fact for fact in PERSON if fact.name not in _AGE), empty)
    write_rows(case, sealer, before, empty)
    texts = identity.open(sealer)
    if set(_AGE) & set(case.copied) and not texts["birth_date"]:
        person = case.person
        person.age_years, person.age_on, person.age_estimated = None, None, False
        person.save(update_fields=["age_years", "age_on", "age_estimated"])
    return texts


def _remove_rows(case: Case) -> None:
    identity = Identity.objects.filter(person_id=case.person_id).values("id")
    rows = SealedVersion.objects.filter(organisation_id=case.organisation_id, column__in=case.copied)
    rows.filter(Q(row=case.id) | Q(row__in=identity)).delete()
    if Case.STATUS in case.copied:  # it was written with the case itself
        StatusAssertion.objects.filter(case=case, at=case.registered_at).delete()
    for note in Note.objects.filter(case=case, kind=Note.CAME).order_by("-at", "-id"):
        note.delete()  # a correction before what it corrects
