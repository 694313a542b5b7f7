"""Who may call a view, said on the view itself. What is not said is refused: deny by default.

The marks that name no role stand here, so that every storey can use them; those with roles in `network.access`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

#: Marks of a view: anyone at all; anyone signed in, in whatever role.
ANYONE = frozenset({"anyone"})
SIGNED_IN = frozenset({"signed_in"})


def anyone(view: View) -> View:
    """Let anybody call the view, signed in or not."""
    vars(view)["allows"] = ANYONE
    return view


def signed_in(view: View) -> View:
    """Let anyone who is fully signed in call the view (her own account, help, choice of organisation)."""
    vars(view)["allows"] = SIGNED_IN
    return view


def allowed(view: Callable[..., Any]) -> frozenset[str] | None:
    """What the view says, or None when it says nothing (then it is refused)."""
    result: frozenset[str] | None = getattr(view, "allows", None)
    return result
