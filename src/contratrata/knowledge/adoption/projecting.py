"""What anybody reads of adoptions: written anew from what organisations said, whenever one of them says something else.

Only of practices that are published; a practice that is withdrawn takes it along.
"""

import uuid
from collections import defaultdict

from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.publishing import publishing
from contratrata.ground.network.public import organisation_names
from contratrata.ground.nouns.public import NounMove
from contratrata.knowledge.practices.public import Practice, PracticeState, Published

from .models import Adopted, Adoption, Learned, PublishedLearned


def project(practice_id: uuid.UUID) -> None:
    """Say anew where a practice was adopted, for anybody; nothing of one that is not published. In a transaction."""
    one_at_a_time(f"adopted:{practice_id}")  # with its withdrawal: asked before, it would be what was
    _write(practice_id, is_open=Published.objects.filter(row_id=practice_id).exists())


def _write(practice_id: uuid.UUID, *, is_open: bool) -> None:
    one_at_a_time(f"adopted:{practice_id}")
    with publishing(Adopted):
        Adopted.objects.filter(practice_id=practice_id).delete()
        if is_open:
            Adopted.objects.bulk_create(_rows(practice_id))


def _rows(practice_id: uuid.UUID) -> list[Adopted]:
    adoptions = list(Adoption.objects.filter(practice_id=practice_id))
    names = organisation_names(one.organisation_id for one in adoptions if one.is_named)
    cells: dict[tuple[str, str], list[Adoption]] = defaultdict(list)
    for one in adoptions:
        cells[one.country, one.state].append(one)
    return [
        Adopted(
            practice_id=practice_id,
            country=country,
            state=state,
            number=len(group),
            names=sorted(names[one.organisation_id] for one in group if one.organisation_id in names),
        )
        for (country, state), group in sorted(cells.items())
    ]


def rename(adoption: Adoption) -> None:
    """Let what was learned and is published say who learned it, or no longer, as the organisation agrees now."""
    name = organisation_names([adoption.organisation_id]).get(adoption.organisation_id, "")
    mine = Learned.objects.filter(adoption_id=adoption.id).values("id")
    with publishing(PublishedLearned):
        copies = PublishedLearned.objects.filter(learned_id__in=mine)
        copies.update(by=name if adoption.is_named else "")


def after_move(row: Practice, move: NounMove) -> None:
    """Follow a practice that is published or withdrawn."""
    if move.verb == "publish":  # its copy is written after its move
        _write(row.id, is_open=True)
    if move.to_state == PracticeState.WITHDRAWN:
        _write(row.id, is_open=False)
        with publishing(PublishedLearned):
            PublishedLearned.objects.filter(practice_id=row.id).delete()
