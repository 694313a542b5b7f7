"""What other packages show on the own page of who registered (her minutes, her certificate), told from above."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contratrata.ground.nouns.public import Piece

if TYPE_CHECKING:
    from .happenings import Happening
    from .models import Registration

_own: "list[Callable[[Happening, Registration, str], Iterable[Piece]]]" = []


def show_own(pieces: "Callable[[Happening, Registration, str], Iterable[Piece]]") -> None:
    """Show something on her page, in a language; called in the scope of a job of whoever holds the event."""
    _own.append(pieces)


def own_pieces(event: "Happening", row: "Registration", language: str) -> list[Piece]:
    """What stands on the page of this registration."""
    return [piece for make in _own for piece in make(event, row, language)]
