"""What may be seen of referrals, said once: lists, the story, counts and notices all begin here."""

import functools
import operator
import uuid

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from contratrata.care.cases import public as cases
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement
from contratrata.ground.lists import public as lists
from contratrata.ground.network.public import Membership, Role

from . import rules
from .models import Look, Message, Part, Referral, ReferralMove
from .states import UNSENT


def visible_to(scope: Scope) -> QuerySet[Referral]:
    """The referrals of both sides that this scope may see; drafts by those they are `hers` and by supervision.

    Administration, audit and coordination see none; neither does anyone of a third organisation.
    """
    if not _refers(scope):
        return Referral.objects.none()
    return Referral.objects.filter(_sent(scope) | _received(scope))


def _refers(scope: Scope) -> bool:
    if scope.organisation_id is None or not scope.referrals:
        return False
    return not scope.roles or scope.has(*rules.REFERRING)


def _sent(scope: Scope) -> Q:
    sent = Q(organisation_id=scope.organisation_id)
    return (
        sent if not scope.roles or scope.has(Role.SUPERVISOR) else sent & (~Q(state__in=UNSENT) | hers(scope))
    )


def _received(scope: Scope) -> Q:
    return Q(receiver_id=scope.organisation_id) & ~Q(state__in=UNSENT)


def hers(scope: Scope) -> Q:
    """Of our own referrals, those of the cases she answers for, and those she began while she works on the case."""
    return functools.reduce(operator.or_, ways_hers(scope))


def ways_hers(scope: Scope) -> list[Q]:
    """The same, apart from each other and without a row in common, so that each is found by its own index."""
    if scope.user_id is None or not scope.identities or not scope.has(*rules.CARING):
        return [Q(pk__in=[])]
    answers_for, began = Q(answers_id=scope.user_id), Q(created_by_id=scope.user_id)
    if not scope.has(Role.SUPERVISOR):  # who works on every case
        began &= Q(case_id__among=cases.shared_with(scope))
    return [answers_for, began & ~answers_for]


def waiting_with(scope: Scope) -> list[QuerySet[Referral]]:
    """Of our own referrals, those whose answer waits with this person: `hers`; for supervision also nobody's.

    Nobody's are those of a case without a responsible who works here: the answer must not be lost with her. Together
    they are no row twice.
    """
    if scope.organisation_id is None or not _refers(scope):
        return [Referral.objects.none()]
    ways = ways_hers(scope)
    if scope.has(Role.SUPERVISOR):
        working = ArraySubquery(at_work(scope.organisation_id).values("user_id"))
        ways = [hers(scope) | Q(answers_id__isnull=True) | ~Q(answers_id__among=working)]
    return [Referral.objects.filter(way, organisation_id=scope.organisation_id) for way in ways]


def at_work(organisation_id: uuid.UUID) -> QuerySet[Membership]:
    """Who can work on cases of this organisation now: neither gone, nor shut out, nor with other functions."""
    return Membership.objects.filter(
        organisation_id=organisation_id,
        ended_at__isnull=True,
        user__is_active=True,
        roles__overlap=[Role.CASEWORKER, Role.SUPERVISOR],
    )


def answering_people(referral: Referral) -> dict[str, str]:
    """Who answers for it, as the fields of the forms hold it."""
    return {
        "responsible_id": str(referral.responsible_id or ""),
        "substitute_id": str(referral.substitute_id or ""),
    }


def carried_by(scope: Scope) -> list[Q]:
    """Of what our organisation took, what this person answers for; all of it for supervision and focal points.

    Apart from each other, as `ways_hers`.
    """
    if scope.has(Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT):
        return [Q()]
    if scope.user_id is None:
        return [Q(pk__in=[])]
    responsible = Q(responsible_id=scope.user_id)
    return [responsible, Q(substitute_id=scope.user_id) & ~responsible]


def able_to_answer(scope: Scope) -> QuerySet[Membership]:
    """Who of the acting organisation may answer for a referral that it takes; nobody for who receives none."""
    if scope.organisation_id is None or not scope.has(*rules.REFERRING):
        return Membership.objects.none()
    return at_work(scope.organisation_id)


#: The same, to choose from.
TAKERS = lists.searched(lists.Source("takers", able_to_answer, words="user__name", value="user_id"))


def _here(scope: Scope) -> uuid.UUID:
    """The acting organisation; without one, an id that no row has."""
    return scope.organisation_id or uuid.UUID(int=0)


def received_by(scope: Scope) -> QuerySet[Referral]:
    """The inbox of the acting organisation: that side of `visible_to`, which a row has only one of."""
    return Referral.objects.filter(_received(scope)) if _refers(scope) else Referral.objects.none()


def sent_by(scope: Scope) -> QuerySet[Referral]:
    """The outbox of the acting organisation, drafts left out: the other side of `visible_to`."""
    if not _refers(scope):
        return Referral.objects.none()
    # Whose drafts she sees needs not be asked where there are none.
    return Referral.objects.filter(organisation_id=_here(scope)).exclude(state__in=UNSENT)


def _drafts(scope: Scope, *, most: int) -> QuerySet[Referral]:
    mine = visible_to(scope).filter(organisation_id=_here(scope), state="draft")
    return mine.order_by("-moved_at", "id")[:most]


_DRAFTS = Statement(_drafts, planned=True, walked=True)


def drafts_of(scope: Scope, *, most: int = 10) -> list[Referral]:
    """The drafts under way that this scope may go on with, newest first."""
    return _DRAFTS.objects(Referral, scope, most=most)


def of_case(scope: Scope, case_id: uuid.UUID) -> QuerySet[Referral]:
    """The referrals that this case of ours was sent with, newest first."""
    mine = visible_to(scope).filter(organisation_id=_here(scope), case_id=case_id)
    return mine.order_by("-moved_at", "id")


def moves_of(referral: Referral) -> list[ReferralMove]:
    """The story, oldest first."""
    return list(ReferralMove.objects.filter(referral=referral).order_by("at", "id"))


def looks_of(referral: Referral) -> list[Look]:
    """Who read who the person is before it was answered, oldest first."""
    return list(Look.objects.filter(referral=referral).order_by("at", "id"))


def messages_of(referral: Referral) -> list[Message]:
    """The conversation, oldest first."""
    return list(Message.objects.filter(referral=referral).order_by("at", "id"))


def parts_of(referral: Referral) -> list[Part]:
    """The newest version of every part the scope may read, in the order they were chosen."""
    newest: dict[str, Part] = {}
    for part in Part.objects.filter(referral=referral).order_by("version"):
        newest[part.part] = part
    order = {code: i for i, code in enumerate(referral.chosen_parts)}
    return sorted(newest.values(), key=lambda part: (order.get(part.part, len(order)), part.part))
