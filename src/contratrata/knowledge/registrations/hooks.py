"""What other packages show on the own page of who registered (her minutes, her certificate), and what they let go."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contratrata.ground.nouns.public import Piece

if TYPE_CHECKING:
    from .happenings import Happening
    from .models import Registration

_own: "list[tuple[int, Callable[[Happening, Registration, str], Iterable[Piece]]]]" = []
_on_erase: "list[Callable[[Registration, str], None]]" = []


def show_own(pieces: "Callable[[Happening, Registration, str], Iterable[Piece]]", *, order: int = 50) -> None:
    """Show something on her page, in a language; called in the scope of a job of whoever holds the event.

    `order`: small first; what she needs this very hour stands above the rest.
    """
    _own.append((order, pieces))


def own_pieces(event: "Happening", row: "Registration", language: str) -> list[Piece]:
    """What stands on the page of this registration."""
    ordered = sorted(_own, key=lambda pair: pair[0])
    return [piece for _order, make in ordered for piece in make(event, row, language)]


def on_erase(act: "Callable[[Registration, str], None]") -> None:
    """Do something, in its transaction, when somebody is erased, for a reason: asked by her, or kept long enough."""
    _on_erase.append(act)


def erased(row: "Registration", reason: str) -> None:
    """Tell everybody who asked that she was erased."""
    for act in _on_erase:
        act(row, reason)
