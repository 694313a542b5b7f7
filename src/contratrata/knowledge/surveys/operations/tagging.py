"""Tags of an open answer."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit
from contratrata.ground.audit import public as audit
from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import organisation_id

from .. import events  # noqa: F401  (declares the events of this package)
from ..models import Coding
from ._own import own

#: How long a tag is at most, and how many an answer has.
LONGEST, MOST = 60, 12


def tag(
    survey_id: uuid.UUID,
    question: str,
    answer_id: uuid.UUID,
    *,
    tags: Iterable[str],
    shown: frozenset[uuid.UUID],
    expected_version: int,
) -> Coding:
    """Say of what an open answer speaks. `shown`: the answers to the question that may be read.

    Raises `Conflict`, `DomainError`, `NotAllowed`.
    """
    cleaned = _clean(tags)
    with transaction.atomic():
        own(survey_id)
        if answer_id not in shown:
            raise NotAllowed(_("Esta respuesta no está."))
        row, _new = Coding.objects.select_for_update().get_or_create(
            organisation_id=organisation_id(), survey_id=survey_id, answer_id=answer_id, question=question
        )
        edit(row, expected_version)
        row.tags = cleaned
        row.save()
        audit.record("survey.tagged", kind="survey", subject=survey_id)
    return row


def _clean(tags: Iterable[str]) -> list[str]:
    """Each tag once, however it is written, in the order of the alphabet. Raises `DomainError`."""
    result: dict[str, str] = {}
    for one in tags:
        word = texts.clean(one, field="new", most=LONGEST)
        if word:
            result.setdefault(word.casefold(), word)
    if len(result) > MOST:
        raise DomainError(_("Son demasiadas etiquetas: hasta %(n)s.") % {"n": MOST}, field="new")
    return sorted(result.values(), key=str.casefold)
