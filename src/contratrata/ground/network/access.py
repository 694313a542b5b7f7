"""Who may call a view, by role. What is not said is refused: deny by default."""

from collections.abc import Callable

from contratrata.ground.base.marks import ANYONE, SIGNED_IN, View, allowed, anyone, signed_in

from .roles import Role


def allow(*roles: Role) -> Callable[[View], View]:
    """Let holders of one of these roles call the view; all others get the page of what does not exist."""

    def mark(view: View) -> View:
        vars(view)["allows"] = frozenset(role.value for role in roles)
        return view

    return mark


__all__ = ["ANYONE", "SIGNED_IN", "View", "allow", "allowed", "anyone", "signed_in"]
