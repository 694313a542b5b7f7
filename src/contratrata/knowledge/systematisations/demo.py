"""What the demonstration shows of systematisations: the cycle of the public document and the workshop of six countries.

All of it by the acts of the product: written, read by link, answered, validated, and published in a demonstration.
Those who read it by link are invented: nobody gets a mail.
"""

import datetime as dt
import functools
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, acting, organisation_id
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import is_demonstration
from contratrata.ground.nouns.public import invented, ties
from contratrata.ground.nouns.public import operations as nouns

from . import parts, validating
from .models import MOVES, SYSTEMATISATIONS, Comment, Systematisation

#: So many are invited to read each, and so many of them validate it. Invented.
_READERS, _VALIDATE = 6, 4


@invented()
def demonstrate(scope: Scope) -> int:
    """Write them, let them be read and validated, publish them; once. Returns how many there are."""
    number = nouns.demonstrate(SYSTEMATISATIONS)
    for n, entry in enumerate(_entries()):
        token = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{SYSTEMATISATIONS.key}:{n}")
        row = SYSTEMATISATIONS.rows().get(organisation_id=organisation_id(), once=token)
        if not MOVES.of(row.id).exists():
            _write(row, entry)
            _read(row, entry["comment"], scope)
            if is_demonstration():
                row.refresh_from_db()
                nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
    return number


@functools.cache
def _entries() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)["systematisations"]
    return entries


def _write(row: Systematisation, entry: Mapping[str, Any]) -> None:
    event = _event(entry["event"])
    if event and not row.tie:
        nouns.change(SYSTEMATISATIONS, row.id, values={"tie": event}, expected_version=row.version)
    for n, part in enumerate(entry["parts"]):
        values = {name: _value(name, value) for name, value in part.items() if name != "kind"}
        parts.add(row.id, part["kind"], values=values, token=uuid.uuid5(row.id, f"part:{n}"))


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return Translated.of(value)
    if name == "due":  # in so many days
        return clock.today() + dt.timedelta(days=value)
    return tuple(value) if isinstance(value, list) else value


def _event(title: str) -> str:
    """The tie to the event of that name, if the demonstration has one."""
    kind = ties.declared("event")
    match = next((one for one in kind.named() if one[1].startswith(title)), None) if kind else None
    return f"{ties.key_of('event', match[0])}{match[1]}"[: ties.LONGEST] if match else ""


def _read(row: Systematisation, comment: Mapping[str, Any], scope: Scope) -> None:
    """Let invented readers validate it, and one say something that is answered. No mail goes out."""
    row.refresh_from_db()
    current = validating.begin(row, clock.today() + dt.timedelta(days=14))
    tokens = [validating.link_for(current, uuid.uuid5(row.id, f"reader:{n}")) for n in range(_READERS)]
    opened = [one for token in tokens if (one := validating.find(token))]
    for one in opened[:_VALIDATE]:
        validating.validate_by_link(one)
    validating.comment_by_link(opened[0], words=comment["words"], token=uuid.uuid5(row.id, "comment"))
    with acting(scope):
        nouns.move(SYSTEMATISATIONS, row.id, "collect", expected_version=row.version)
        for remark in Comment.objects.filter(systematisation_id=row.id):
            validating.answer(remark.id, taken=comment["taken"], words=comment["answer"], expected_version=1)
        validating.validate(row.id, expected_version=row.version)
