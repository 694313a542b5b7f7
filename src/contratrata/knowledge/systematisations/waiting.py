"""What waits for who acts: recommendations that are asked about or late, drafts that somebody read."""

from django.db.models import F, Q

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, organisation_id

from .models import MOVES, SYSTEMATISATIONS, TASKS, Round, Systematisation, Task
from .states import SystematisationState as S


def follow_ups(scope: Scope, *, most: int) -> list[Task]:
    """Open recommendations of one's own that nobody told of since it was asked, or whose day has come."""
    if not TASKS.may_write(scope) or scope.organisation_id is None:
        return []
    rows = Task.objects.filter(organisation_id=organisation_id(), state="open")
    asked = Q(asked_at__isnull=False, changed_at__lt=F("asked_at"))
    return list(
        rows.filter(asked | Q(due__lte=clock.today())).order_by(F("due").asc(nulls_last=True), "id")[:most]
    )


def to_attend(scope: Scope, *, most: int) -> list[tuple[Systematisation, bool]]:
    """One's own that wait for oneself, each with whether its time is over; else what was said waits."""
    if not SYSTEMATISATIONS.may_write(scope) or scope.organisation_id is None:
        return []
    own = SYSTEMATISATIONS.visible_to(scope).filter(organisation_id=organisation_id())
    over = Round.objects.filter(ended_at=None, until__lt=clock.today()).values("systematisation_id")
    collect = MOVES.in_state(own, S.WITH_PARTICIPANTS).filter(id__in=over).order_by("-changed_at", "id")
    attend = MOVES.in_state(own, S.COMMENTED).order_by("-changed_at", "id")
    result = [(row, True) for row in collect[:most]]
    return (result + [(row, False) for row in attend[:most]])[:most]
