"""Who may say, change, report and hide."""

import datetime as dt

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from .models import EDIT_MINUTES, Post

#: Whoever works for a member; the platform and audit have no part in what the network says.
MEMBERS = tuple(role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR))
MODERATORS = (Role.COORDINATION,)


def may_post(scope: Scope) -> bool:
    """Whether she takes part in conversations."""
    return scope.has(*MEMBERS)


def may_edit(scope: Scope, post: Post) -> bool:
    """Whether she may still change a post: her own, for a while."""
    mine = (
        post.by_id is not None
        and post.by_id == scope.user_id
        and post.organisation_id == scope.organisation_id
    )
    return mine and may_post(scope) and clock.now() - post.at <= dt.timedelta(minutes=EDIT_MINUTES)


def may_report(scope: Scope, post: Post) -> bool:
    """Whether she may tell the moderation of a post: of another user."""
    return may_post(scope) and post.by_id != scope.user_id


def may_moderate(scope: Scope) -> bool:
    """Whether she hides and shows posts."""
    return scope.has(*MODERATORS)
