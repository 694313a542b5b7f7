"""What the Scoped middleware put on a request, with its type."""

from typing import cast

from contratrata.ground.base.request import Request

from .models import Membership


def membership_of(request: Request) -> Membership:
    """The acting membership, its organisation loaded. Only in views whose roles ask for one."""
    return cast(Membership, request.membership)
