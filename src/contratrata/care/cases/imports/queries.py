"""Counts, pages and what stands in the way, for one import."""

from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from .. import hooks
from ..models import Case, Import, ImportRow
from .states import Outcome

READY: tuple[str, ...] = (Outcome.UNDERSTOOD, Outcome.REPAIRED)


def waiting(one: Import) -> QuerySet[ImportRow]:
    """The rows that will be made cases, in the order of the file."""
    outcomes = (*READY, Outcome.ASKED) if one.with_asked else READY
    return one.rows.filter(outcome__in=outcomes, case_id__isnull=True).order_by("number")


def counts(one: Import) -> dict[str, int]:
    """How many rows of each outcome there are, how many became cases (`cases`), and how many of
    those stood to be asked (`asked_made`); one query."""
    rows = one.rows.order_by().values_list("outcome").annotate(n=Count("id"), made=Count("case_id"))
    found = {outcome.value: 0 for outcome in Outcome} | {"cases": 0, "asked_made": 0}
    for outcome, number, made in rows:
        found[outcome] = number
        found["cases"] += made
        found["asked_made"] += made if outcome == Outcome.ASKED else 0
    return found


def codes_worked_on(one: Import) -> list[str]:
    """The codes of its cases that somebody worked on since, here or in packages above."""
    made = Case.objects.filter(
        organisation_id=one.organisation_id,
        id__in=one.rows.filter(case_id__isnull=False).values("case_id"),
    )
    edited = made.filter(Q(version__gt=1) | ~Q(touched_at=F("registered_at")))
    found = set(edited.values_list("code", flat=True))
    held = hooks.held_cases(list(made.values_list("id", flat=True)))
    if held:
        found |= set(made.filter(id__in=held).values_list("code", flat=True))
    return sorted(found)


def same_file(one: Import) -> Import | None:
    """An earlier import of the very same file whose cases are here."""
    return (
        Import.objects.filter(organisation_id=one.organisation_id, digest=one.digest, state="applied")
        .exclude(id=one.id)
        .order_by("-at", "id")
        .first()
    )


def shown(codes: Sequence[str], most: int = 8) -> str:
    """Some codes in words."""
    some = ", ".join(codes[:most])
    rest = len(codes) - most
    return some if rest <= 0 else _("%(some)s y %(rest)d más") % {"some": some, "rest": rest}
