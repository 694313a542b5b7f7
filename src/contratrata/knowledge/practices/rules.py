"""Who may judge a practice, and who may answer."""

from contratrata.ground.base.scope import Scope

from .models import REVIEWERS, CoEditor, Practice, Review


def may_review(scope: Scope, practice: Practice) -> bool:
    """Whoever represents an organisation that never wrote it."""
    if (
        scope.organisation_id is None
        or not scope.has(*REVIEWERS)
        or practice.organisation_id == scope.organisation_id
    ):
        return False
    wrote = CoEditor.objects.filter(realm=practice.realm, row_id=practice.id)
    return not wrote.filter(editor_organisation_id=scope.organisation_id).exists()


def may_reply(scope: Scope, review: Review, *, may_edit: bool) -> bool:
    """Who wrote what was reviewed."""
    return may_edit and review.author_organisation_id == scope.organisation_id
