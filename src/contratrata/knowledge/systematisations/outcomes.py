"""What comes of publishing, once a part: practices become drafts of the catalogue, recommendations tasks, messages
things whose use is told. Each belongs to the organisation that it concerns; publishing again makes nothing again.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, acting, organisation_id
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.nouns.public import NounMove, ties
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.lessons.public import LESSONS
from contratrata.knowledge.practices.public import PRACTICES

from . import events  # noqa: F401  (declares the events of this package)
from .models import SYSTEMATISATIONS, TASKS, Outcome, Systematisation, Task
from .notices import FOLLOW_UP, PRACTICE, PUBLISHED, TASK, VALIDATED, WITHDRAWN, tell, tell_coordination
from .parts import OF_CATALOGUE, QUESTIONS, Written, ask_about_all, written_in

#: What systematisations are tied to under.
KIND = "systematisation"
#: After so many months it is asked how a recommendation goes.
MONTHS = (3, 6)


def moved(row: Systematisation, move: NounMove) -> None:
    """Tell who has something to do after a move."""
    if move.verb == "validate":
        tell_coordination(VALIDATED, row.id)
    elif move.verb == "withdraw":
        tell(WITHDRAWN, row.organisation_id, row.id)
    elif move.verb == "publish":
        tell(PUBLISHED, row.organisation_id, row.id)


def pass_on(row: Systematisation) -> None:
    """Make of each part what comes of it; the same part once."""
    written = written_in(row.id)
    ask_about_all(written)  # anybody reads them now
    known = set(Outcome.objects.filter(systematisation_id=row.id).values_list("part_id", flat=True))
    for one in written:
        thing_id = None if one.row.id in known else _created(row, one)
        if thing_id is not None:
            with acting(_house(None, row)):  # it stands beside the systematisation
                outcome = Outcome(
                    systematisation_id=row.id, part_id=one.row.id, kind=one.kind, thing_id=thing_id
                )
                outcome.save(force_insert=True)
            kind = str(QUESTIONS.section(one.kind).title)
            audit.record("systematisation.passed_on", kind="systematisations", subject=row.id, part=kind)


def _created(row: Systematisation, one: Written) -> uuid.UUID | None:
    if one.kind == "experience" and one.values["is_practice"]:
        return _practice(row, one)
    if one.kind == "recommendation":
        return _task(row, one)
    return _message(row, one) if one.kind == "message" else None


def _practice(row: Systematisation, one: Written) -> uuid.UUID:
    owner = _house(one.values["presented_by"], row)
    with acting(owner):
        values = {name: one.values[name] for name in OF_CATALOGUE}
        practice = nouns.write(PRACTICES, values=values, token=one.row.id)
        tell(PRACTICE, organisation_id(), practice.id)
    return practice.id


def _task(row: Systematisation, one: Written) -> uuid.UUID:
    owner = _house(one.values["keeper"], row)
    with acting(owner):
        values = {name: one.values[name] for name in ("action", "whom", "due")}
        task = nouns.write(TASKS, values=values | {"state": "open", "source": tie_to(row)}, token=one.row.id)
        tell(TASK, organisation_id(), task.id)
    return task.id


def _message(row: Systematisation, one: Written) -> uuid.UUID:
    """A key message, with where it comes from as how it is known, before everybody so that its use can be told."""
    with acting(_house(None, row)):
        values = {
            "sort": "message",
            "name": one.values["message"],
            "evidence": _source(row),
            "tie": tie_to(row),
        }
        values |= {name: one.values[name] for name in ("audience", "channel")}
        lesson = nouns.write(LESSONS, values=values, token=one.row.id)
    nouns.publish(LESSONS, lesson.id, expected_version=lesson.version)
    return lesson.id


def _source(row: Systematisation) -> Translated:
    name = row.name
    words = {}
    for language in name.versions:
        with override(language):
            words[language] = _("De la sistematización «%s».") % name.text(language)
    return Translated.of(words, original=name.original)


def _house(wanted: uuid.UUID | None, row: Systematisation) -> Scope:
    """The organisation that was named, if it is still of the realm; else the one that began the systematisation."""
    houses = Organisation.objects.filter(
        id__in=[wanted or row.organisation_id, row.organisation_id], realm=row.realm
    )
    by_id = {one.id: one for one in houses}
    named = by_id.get(wanted) if wanted else None
    return job_scope(named if named is not None and named.left_at is None else by_id[row.organisation_id])


def tie_to(row: Systematisation) -> str:
    """The value of a tie to it."""
    return f"{ties.key_of(KIND, row.id)}{SYSTEMATISATIONS.title(row)}"[: ties.LONGEST]


def origin_of(thing_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Systematisation]:
    """The systematisation that each of these things comes from; two queries."""
    pairs = dict(
        Outcome.objects.filter(thing_id__in=list(thing_ids)).values_list("thing_id", "systematisation_id")
    )
    rows = {row.id: row for row in SYSTEMATISATIONS.rows().filter(id__in=pairs.values())}
    return {thing_id: rows[of] for thing_id, of in pairs.items() if of in rows}


def ask_how_it_goes() -> int:
    """Ask, once after each term, how open recommendations go; what the worker calls every day. Returns how many."""
    asked = 0
    for house in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(house)), transaction.atomic():
            rows = Task.objects.select_for_update(skip_locked=True).filter(
                organisation_id=house.id, state="open", asked__lt=MONTHS[-1]
            )
            for task in rows.order_by("begun_on", "id")[:500]:
                due = max(
                    (m for m in MONTHS if clock.month_later(task.begun_on, m) <= clock.today()), default=0
                )
                if due > task.asked:
                    task.asked, task.asked_at = due, clock.now()
                    task.save(update_fields=["asked", "asked_at"])
                    audit.record("systematisation.asked", kind=TASKS.key, subject=task.id)
                    tell(FOLLOW_UP, house.id, task.id)
                    asked += 1
    return asked
