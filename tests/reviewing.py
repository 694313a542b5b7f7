"""What reviewers of a practice say in tests; invented."""

from typing import Any

from contratrata.knowledge.practices.models import CRITERIA, RUBRIC


def review_of(verdict: str, level: str = "3", **changed: Any) -> dict[str, Any]:
    """A whole review with this verdict, every criterion at one level."""
    values: dict[str, Any] = {fact.name: "Así lo leo." for fact in RUBRIC.facts if fact.name.endswith("_why")}
    values |= dict.fromkeys(CRITERIA, level)
    values |= dict.fromkeys(("no_conflict", "tried", "identifies", "protects", "respects"), True)
    return values | {"evidence": "3", "maturity": "2", "verdict": verdict, "comment": "Bien."} | changed
