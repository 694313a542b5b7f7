"""Counts, pages and what stands in the way, for one import."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from .importer import importer_of
from .models import Import, ImportRow
from .states import Outcome

READY: tuple[str, ...] = (Outcome.UNDERSTOOD, Outcome.REPAIRED)


def waiting(one: Import) -> QuerySet[ImportRow]:
    """The rows of which things will be made, in the order of the file."""
    outcomes = (*READY, Outcome.ASKED) if one.with_asked else READY
    return one.rows.filter(outcome__in=outcomes, made_id__isnull=True).order_by("number")


def counts(one: Import) -> dict[str, int]:
    """How many rows of each outcome there are, of how many a thing was made (`made`), and how many of
    those stood to be asked (`asked_made`); one query."""
    rows = one.rows.order_by().values_list("outcome").annotate(n=Count("id"), made=Count("made_id"))
    result = {outcome.value: 0 for outcome in Outcome} | {"made": 0, "asked_made": 0}
    for outcome, number, created in rows:
        result[outcome] = number
        result["made"] += created
        result["asked_made"] += created if outcome == Outcome.ASKED else 0
    return result


def worked_on(one: Import) -> list[str]:
    """What is said of those of its things that somebody worked on since, here or in packages above."""
    query = one.rows.filter(made_id__isnull=False).values("made_id")
    return importer_of(one.importer).worked_on(one.organisation_id, query)


def same_file(one: Import) -> Import | None:
    """An earlier import of the very same file whose things are here."""
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
