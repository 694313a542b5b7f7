"""What the demonstration shows of practices: one accepted, one sent back, one that waits, one draft. All invented."""

import uuid

from contratrata.ground.base.scope import Scope, acting, organisation_id, realm
from contratrata.ground.network.public import Membership, Organisation, job_scope, scope_of
from contratrata.ground.nouns.public import operations as nouns

from . import operations
from .models import CRITERIA, MOVES, PRACTICES, REVIEWERS, REVIEWS, RUBRIC, Practice

#: What is proposed of each example, in the order of the file; nothing: it waits for a review.
_VERDICTS = (("accept", "accept"), ("changes",), ())


def demonstrate(scope: Scope) -> int:
    """Write the examples of the file and let others judge them, once. Returns how many there are."""
    number = nouns.demonstrate(PRACTICES)
    own = PRACTICES.visible_to(scope).filter(organisation_id=organisation_id())
    examples = list(own.filter(version=1).order_by("id")[:number])
    judges = _judges()
    for practice, verdicts in zip(examples, _VERDICTS, strict=False):
        if MOVES.of(practice.id).exists():
            continue
        nouns.move(PRACTICES, practice.id, "submit", expected_version=practice.version)
        for judge, verdict in zip(judges, verdicts, strict=False):
            _review(judge, practice, verdict)
    return number


def _judges() -> list[Scope]:
    """One member each of other organisations who may review, of different countries."""
    judges: dict[str, Scope] = {}
    others = Organisation.objects.filter(realm=realm(), left_at=None).exclude(id=organisation_id())
    for organisation in others.order_by("country", "id"):
        if organisation.country in judges or len(judges) == REVIEWS:
            continue
        with acting(job_scope(organisation)):  # its staff is read by itself alone
            members = list(Membership.objects.filter(organisation=organisation, ended_at=None).order_by("id"))
        for member in members:
            if set(member.roles) & set(REVIEWERS):
                judges.setdefault(organisation.country, scope_of(member))
    return list(judges.values())


def _review(judge: Scope, practice: Practice, verdict: str) -> None:
    level = "3" if verdict == "accept" else "2"
    values = {
        fact.name: "Razón inventada para la demostración."
        for fact in RUBRIC.facts
        if fact.name.endswith("_why")
    }
    values |= dict.fromkeys(CRITERIA, level)
    told = dict.fromkeys(("no_conflict", "tried", "identifies", "protects", "respects"), True)
    told["names"] = False
    with acting(judge):
        operations.review(
            practice.id,
            values={**values, **told, "evidence": level, "maturity": "2", "verdict": verdict,
                    "comment": "Comentario inventado para la demostración."},
            read_version=practice.version,
            token=uuid.uuid5(practice.id, str(judge.organisation_id)),
        )  # fmt: skip
