"""Who may judge a practice, and who may answer."""

from contratrata.ground.base.scope import Scope

from .models import REVIEWERS, Practice, Review


def may_review(scope: Scope, practice: Practice) -> bool:
    """Whoever represents another organisation than the one that wrote it."""
    return scope.has(*REVIEWERS) and practice.organisation_id != scope.organisation_id


def may_reply(scope: Scope, review: Review, *, may_edit: bool) -> bool:
    """Who wrote what was reviewed."""
    return may_edit and review.author_organisation_id == scope.organisation_id
