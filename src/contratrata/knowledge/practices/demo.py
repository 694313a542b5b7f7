"""What the demonstration shows of practices: each written by a member, judged by others, published by the coordination.

All of it by the acts of the product. What public documents tell of real practices is cited there; the rest is invented
and marked so, and so is every review (`demonstration.yaml`).
"""

import functools
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.base.scope import Scope, acting, organisation_id, realm
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import (
    Membership,
    Organisation,
    Role,
    is_demonstration,
    job_scope,
    scope_of,
)
from contratrata.ground.nouns.public import invented
from contratrata.ground.nouns.public import operations as nouns

from . import operations
from .models import CRITERIA, MOVES, PRACTICES, QUESTIONS, REVIEWERS, REVIEWS, RUBRIC, Practice
from .states import PracticeState

_INVENTED = "Inventado para la demostración."


@invented()
def demonstrate(scope: Scope) -> int:
    """Write the practices, let others judge them, publish what was accepted; once. Returns how many there are."""
    entries = _entries()
    writers = _members(PRACTICES.writers)
    reviewers = [*_members(REVIEWERS), (_country(scope), scope)]
    for n, entry in enumerate(entries):
        author = next((one for country, one in writers if country == entry["by"]), scope)
        practice = _write(author, entry, n)
        if entry.get("reviews") is None or MOVES.of(practice.id).exists():
            continue
        with acting(author):
            nouns.move(PRACTICES, practice.id, "submit", expected_version=practice.version)
        for judge, values in zip(_judges(reviewers, author), entry["reviews"], strict=False):
            _review(judge, practice, values)
        if is_demonstration() and MOVES.state(MOVES.of(practice.id).first()) == PracticeState.ACCEPTED:
            nouns.publish(PRACTICES, practice.id, expected_version=practice.version)
    return len(entries)


@functools.cache
def _entries() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)["practices"]
    return entries


def _values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, over the example of the file of questions that it names, if any."""
    examples = {example["name"]: example for example in QUESTIONS.examples}
    texts = {**examples.get(entry.get("example", ""), {}), **entry["values"]}
    return {
        name: Translated.of(text) if isinstance(text, dict) else QUESTIONS.fact(name).kind.read(text)
        for name, text in texts.items()
    }


def _write(author: Scope, entry: Mapping[str, Any], number: int) -> Practice:
    with acting(author):
        token = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:practices:{number}")
        return nouns.write(PRACTICES, values=_values(entry), token=token)


def _members(roles: Iterable[Role]) -> list[tuple[str, Scope]]:
    """One member each of the other organisations of the realm who has one of these roles, with her country."""
    result = []
    others = Organisation.objects.filter(realm=realm(), left_at=None).exclude(id=organisation_id())
    for organisation in others.order_by("country", "id"):
        with acting(job_scope(organisation)):  # its staff is read by itself alone
            members = list(Membership.objects.filter(organisation=organisation, ended_at=None).order_by("id"))
        able = next((one for one in members if set(one.roles) & set(roles)), None)
        if able is not None:
            result.append((organisation.country, scope_of(able)))
    return result


def _country(scope: Scope) -> str:
    assert scope.organisation_id is not None  # noqa: S101  (whoever writes acts for one)
    return Organisation.objects.get(id=scope.organisation_id).country


def _judges(reviewers: list[tuple[str, Scope]], author: Scope) -> list[Scope]:
    """Who judges what this author wrote: of other organisations, those of other countries first."""
    home = _country(author)
    others = [pair for pair in reviewers if pair[1].organisation_id != author.organisation_id]
    others.sort(key=lambda pair: pair[0] == home)  # stable: in the order of the countries
    return [judge for _country, judge in others[:REVIEWS]]


def _review(judge: Scope, practice: Practice, data: Mapping[str, str]) -> None:
    values: dict[str, Any] = {fact.name: _INVENTED for fact in RUBRIC.facts if fact.name.endswith("_why")}
    values |= dict.fromkeys(CRITERIA, data["level"])
    values |= dict.fromkeys(("no_conflict", "tried", "identifies", "protects", "respects"), True)
    values["names"] = False
    values |= {name: data[name] for name in ("evidence", "maturity", "verdict")} | {"comment": _INVENTED}
    with acting(judge):
        operations.review(
            practice.id, values=values, read_version=practice.version,
            token=uuid.uuid5(practice.id, str(judge.organisation_id)),
        )  # fmt: skip
