"""What a practice said each time it was sent to be judged, and what changed since: word by word, fact by fact."""

import dataclasses
import re
import uuid
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import required
from contratrata.ground.base.translated import Translated, language_name
from contratrata.ground.kinds.public import Values
from contratrata.ground.nouns.public import NounRow
from contratrata.ground.things.public import from_row

from .models import PRACTICES, QUESTIONS, Practice, SentText

Kind = Literal["same", "added", "removed"]
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
#: A run of unchanged words longer than this is shortened in its middle: what changed is read, not searched.
_LONGEST_SAME = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A fact that says something else than before: its title, and its words in order with what became of them."""

    title: str
    runs: tuple[tuple[Kind, str], ...]


def store(row: NounRow) -> None:
    """Keep what a practice says as it is sent; the same version once. Part of the act that sends it."""
    values = from_row(QUESTIONS.facts, row)
    texts = {fact.name: fact.kind.to_text(values[fact.name]) for fact in QUESTIONS.facts}
    SentText.objects.get_or_create(
        practice_id=row.id, version=row.version, **row.stamp(), defaults={"texts": texts}
    )


def forget(row: Practice, version: int) -> None:
    """Remove what an earlier version of one's own practice said. Raises `NotAllowed`."""
    if not PRACTICES.may_edit(required(), row):
        raise NotAllowed(_("Esto lo cambia la organización que lo escribió."))
    number, _each = SentText.objects.filter(
        practice_id=row.id, version=version, organisation_id=row.organisation_id
    ).delete()
    if number:
        audit.record("practice.forgotten", kind="practices", subject=row.id)


def versions_of(practice_id: uuid.UUID) -> list[int]:
    """The versions that were sent and are kept, the last one first."""
    rows = SentText.objects.filter(practice_id=practice_id).order_by("-version")
    return list(rows.values_list("version", flat=True))


def changes(row: Practice, former: int, later: int | None = None) -> list[Change]:
    """What changed from one version that was sent to another (None: to what stands now). Raises `LookupError`."""
    before = _values(row.id, former)
    now = from_row(QUESTIONS.facts, row) if later is None else _values(row.id, later)
    return [
        Change(title, tuple(differences(old, new))) for title, old, new in _pairs(before, now) if old != new
    ]


def differences(before: str, now: str) -> Iterator[tuple[Kind, str]]:
    """Two texts as one: runs of words that stayed, were added, were taken out."""
    old, new = _PIECE.findall(before), _PIECE.findall(now)
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", _shortened(old[i:j])
        if tag in ("delete", "replace"):
            yield "removed", "".join(old[i:j])
        if tag in ("insert", "replace"):
            yield "added", "".join(new[k:m])


def _shortened(pieces: list[str]) -> str:
    half = _LONGEST_SAME // 2
    if len(pieces) <= _LONGEST_SAME + 10:
        return "".join(pieces)
    return f"{''.join(pieces[:half])} … {''.join(pieces[-half:])}"


def _values(practice_id: uuid.UUID, version: int) -> dict[str, Any]:
    row = SentText.objects.filter(practice_id=practice_id, version=version).first()
    if row is None:
        raise LookupError(version)
    return {fact.name: fact.kind.from_text(row.texts.get(fact.name, "")) for fact in QUESTIONS.facts}


def _pairs(before: Values, now: Values) -> Iterator[tuple[str, str, str]]:
    """Each fact in each of its languages: its title, its words before and now."""
    for fact in QUESTIONS.facts:
        old, new = before[fact.name], now[fact.name]
        if isinstance(old, Translated) and isinstance(new, Translated):
            for language in sorted({*old.versions, *new.versions}, reverse=True):
                yield f"{fact.title} · {language_name(language)}", old.text(language), new.text(language)
        else:
            yield fact.title, fact.words(old), fact.words(new)
