"""What stands on the page of a systematisation besides its cover: parts, what is known, who writes, who reads it."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from contratrata.ground.base.request import Request
from contratrata.ground.network.public import organisation_names
from contratrata.ground.questions.public import Section
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault import public as vault

from .gathering import KINDS, event_of, gathered, missing
from .models import MOVES, QUESTIONS, SYSTEMATISATIONS, TASKS, Comment, Outcome, Round, Systematisation
from .parts import Written, adding, facts_of, is_single, kinds, may_write_parts, written_in
from .states import SystematisationState as S

#: Facts that name an organisation: asked for all parts at once.
_PEOPLE = frozenset({"presented_by", "keeper"})
Names = Mapping[uuid.UUID, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A part on the page: what it says, and what may be done with it."""

    title: str
    rows: Sequence[Row]
    edit_url: str
    remove_url: str
    up_url: str
    past_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf:
    """The parts of one kind, and the way to one more; `add_url` is empty where none may be added."""

    section: Section
    parts: Sequence[Shown]
    add: str
    add_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """A comment, opened: of which part, its words, what it was answered, and where to answer it."""

    part: str
    words: str
    answer: str
    row: Comment
    url: str


def beside(request: Request, row: Systematisation) -> dict[str, Any]:
    """Everything of the page that its noun does not show; a constant number of queries."""
    written, state = written_in(row.id), MOVES.state(MOVES.of(row.id).first())
    may = may_write_parts(row)
    owns, edits = SYSTEMATISATIONS.owns(request.scope, row), SYSTEMATISATIONS.may_edit(request.scope, row)
    known = gathered(event_of(from_row((QUESTIONS.fact("tie"),), row)["tie"]))
    named = [
        one.values[name] for one in written for name in (_PEOPLE & one.values.keys()) if one.values[name]
    ]
    names = organisation_names(named)
    remarks = _remarks(row, written) if owns else []
    return {
        "shelves": [_shelf(section, row, written, may, names) for section in kinds()],
        "known": [(str(KINDS[kind][0]), one) for kind, one in known.items()],
        "unknown": missing(known) if edits else [],
        "round": Round.objects.filter(systematisation_id=row.id).order_by("-at", "-id").first(),
        "is_reading": state == S.WITH_PARTICIPANTS,
        "send_url": _url("send", row) if owns and state in (S.DRAFT, S.COMMENTED, S.WITH_PARTICIPANTS) else "",
        "validate_url": _url("validate", row) if owns and state == S.COMMENTED else "",
        "recall_url": _url("recall", row) if owns and state == S.VALIDATED else "",
        "remarks": remarks,
        "unanswered": sum(one.row.taken is None for one in remarks),
        "outcomes": _outcomes(row, written),
        "pdf_url": _url("pdf", row),
        "word_url": _url("word", row),
    }  # fmt: skip


def _url(name: str, row: Systematisation) -> str:
    return reverse(f"systematisations:{name}", args=[row.id])


def _shelf(
    section: Section, row: Systematisation, written: Sequence[Written], may: bool, names: Names
) -> Shelf:
    parts = [one for one in written if one.kind == section.key]
    full = is_single(section.key) and bool(parts)
    add = reverse("systematisations:part_new", args=[row.id, section.key]) if may and not full else ""
    return Shelf(
        section, [_shown(one, n, may, names) for n, one in enumerate(parts)], adding(section.key).here(), add
    )


def _shown(one: Written, n: int, may: bool, names: Names) -> Shown:
    def url(name: str) -> str:
        return (
            reverse(f"systematisations:{name}", args=[one.row.systematisation_id, one.row.id]) if may else ""
        )

    single = is_single(one.kind)  # the section's heading is enough
    facts = facts_of(one.kind)[0 if single else 1 :]
    rows = fact_rows([fact for fact in facts if fact.name not in _PEOPLE], one.values, all_facts=False)
    rows += [Row(fact.title, names.get(one.values[fact.name], "")) for fact in facts
             if fact.name in _PEOPLE and one.values[fact.name]]  # fmt: skip
    return Shown(
        "" if single else one.title,
        rows,
        url("part_edit"),
        url("part_remove"),
        url("part_up") if n else "",
        url("part_past") if one.row.version > 1 else "",
    )


def _remarks(row: Systematisation, written: Sequence[Written]) -> list[Remark]:
    """What those who took part said, the unanswered first."""
    titles = {one.row.id: one.title for one in written}
    sealer = vault.ring().drafts()
    comments = Comment.objects.filter(organisation_id=row.organisation_id, systematisation_id=row.id)
    result = []
    for comment in comments.order_by("at", "id")[:200]:
        texts = comment.open(sealer)
        title = titles.get(comment.part_id, "") if comment.part_id else ""
        url = reverse("systematisations:answer", args=[row.id, comment.id])
        result.append(Remark(title, texts["words"], texts["answer"], comment, url))
    return sorted(result, key=lambda one: one.row.taken is not None)


def _outcomes(row: Systematisation, written: Sequence[Written]) -> list[tuple[str, str, str]]:
    """What came of it: the kind in words, what it is called, where it stands."""
    pages = {"experience": "practices:row", "recommendation": f"{TASKS.app}:row", "message": "lessons:row"}
    titles = {one.row.id: one.title for one in written}
    return [
        (one.kind, titles.get(one.part_id, ""), reverse(pages[one.kind], args=[one.thing_id]))
        for one in Outcome.objects.filter(systematisation_id=row.id).order_by("at", "id")
    ]
